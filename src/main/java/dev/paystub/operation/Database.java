package dev.paystub.operation;

import dev.paystub.account.Accounts;
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

/** Where all state is, as an operator's instruments see it. */
@Component
public class Database {

    private static final int PATIENCE_SECONDS = 3;

    private final DataSource source;
    private final Accounts accounts;

    /** The question that is being asked; one is enough, however many want to know. */
    private final AtomicReference<@Nullable CompletableFuture<String>> question =
            new AtomicReference<>();

    private volatile @Nullable String product;

    Database(DataSource source, Accounts accounts) {
        this.source = source;
        this.accounts = accounts;
    }

    /** How many accounts there are that keys can open. */
    public long accounts() {
        return accounts.count();
    }

    /** The database's own name; it is asked once. */
    public String product() throws SQLException {
        var known = product;
        if (known == null) {
            try (var connection = source.getConnection()) {
                known = connection.getMetaData().getDatabaseProductName();
                product = known;
            }
        }
        return known;
    }

    /**
     * What is wrong with the database, nothing when it answers. Answers soon itself, even if a
     * connection to be had is long in coming.
     */
    public Optional<String> trouble() {
        try {
            var trouble = ask().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
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

    private CompletableFuture<String> ask() {
        var mine = new CompletableFuture<String>();
        var running = question.compareAndExchange(null, mine);
        if (running != null) {
            return running;
        }
        Thread.ofVirtual()
                .name("database-question")
                .start(() -> {
                    var answer = answer();
                    question.set(null);
                    mine.complete(answer);
                });
        return mine;
    }

    private String answer() {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS) ? "" : "the database does not answer";
        } catch (SQLException | RuntimeException e) {
            return "the database does not answer";
        }
    }
}
