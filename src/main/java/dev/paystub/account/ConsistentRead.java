package dev.paystub.account;

import java.sql.Connection;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in a transaction that sees the database as it was when the transaction began,
 * regardless of concurrent writes and without blocking them. The transaction is always rolled back.
 * The isolation of such a snapshot is called serializable in H2, repeatable read in PostgreSQL.
 */
@Component
public class ConsistentRead {

    private final TransactionTemplate transaction;

    ConsistentRead(PlatformTransactionManager transactions, DatabaseKind database) {
        this.transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(
                database.isPostgres()
                        ? Connection.TRANSACTION_REPEATABLE_READ
                        : Connection.TRANSACTION_SERIALIZABLE);
    }

    public <T> T look(Supplier<T> work) {
        var result =
                transaction.execute(status -> {
                    status.setRollbackOnly();
                    return work.get();
                });
        if (result == null) {
            throw new IllegalStateException("A read must return a result");
        }
        return result;
    }
}
