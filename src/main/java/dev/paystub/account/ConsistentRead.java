package dev.paystub.account;

import java.sql.Connection;
import java.util.function.Supplier;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * Runs work in a transaction that sees the database as it was when the transaction began,
 * regardless of concurrent writes and without blocking them. The transaction is always rolled back.
 */
@Component
public class ConsistentRead {

    private final SingletonSupplier<TransactionTemplate> transaction;

    ConsistentRead(PlatformTransactionManager transactions, JdbcTemplate jdbc) {
        this.transaction =
                SingletonSupplier.of(() -> {
                    var template = new TransactionTemplate(transactions);
                    template.setIsolationLevel(isolation(jdbc));
                    return template;
                });
    }

    /**
     * Returns the isolation level of a snapshot: serializable in H2, repeatable read in PostgreSQL.
     */
    private static int isolation(JdbcTemplate jdbc) {
        var product =
                jdbc.execute(
                        (ConnectionCallback<String>)
                                connection -> connection.getMetaData().getDatabaseProductName());
        return "H2".equals(product)
                ? Connection.TRANSACTION_SERIALIZABLE
                : Connection.TRANSACTION_REPEATABLE_READ;
    }

    public <T> T look(Supplier<T> work) {
        var result =
                transaction
                        .obtain()
                        .execute(status -> {
                            status.setRollbackOnly();
                            return work.get();
                        });
        if (result == null) {
            throw new IllegalStateException("A read must return a result");
        }
        return result;
    }
}
