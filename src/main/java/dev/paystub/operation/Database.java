package dev.paystub.operation;

import dev.paystub.account.Accounts;
import dev.paystub.account.DatabaseKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The database that holds all state, as seen by probes and metrics. */
@Component
public class Database {

    private static final int PATIENCE_SECONDS = 3;

    private final DataSource source;
    private final DatabaseKind kind;
    private final Accounts accounts;

    /** The check that is running; all callers share one check. */
    private final AtomicReference<@Nullable CompletableFuture<String>> running =
            new AtomicReference<>();

    Database(DataSource source, DatabaseKind kind, Accounts accounts) {
        this.source = source;
        this.kind = kind;
        this.accounts = accounts;
    }

    /** Returns the number of accounts that keys can open. */
    public long accounts() {
        return accounts.count();
    }

    /** Returns the name of the database's product. */
    public String product() {
        return kind.product().label();
    }

    /**
     * Checks the database. Returns a description of the problem, or empty if the database responds.
     * Returns within three seconds, even if no connection becomes available.
     */
    public Optional<String> trouble() {
        try {
            var trouble = startOrJoin().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
        } catch (TimeoutException e) {
            return Optional.of(
                    "the database has not answered for %d s".formatted(PATIENCE_SECONDS));
        } catch (ExecutionException e) {
            return Optional.of("the database does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the question to the database was interrupted");
        }
    }

    private CompletableFuture<String> startOrJoin() {
        var mine = new CompletableFuture<String>();
        var present = running.compareAndExchange(null, mine);
        if (present != null) {
            return present;
        }
        Thread.ofVirtual()
                .name("database-check")
                .start(() -> {
                    var result = check();
                    running.set(null);
                    mine.complete(result);
                });
        return mine;
    }

    private String check() {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS) ? "" : "the database does not answer";
        } catch (SQLException | RuntimeException e) {
            return "the database does not answer";
        }
    }
}
