package dev.paystub.contract;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Lifecycle;
import dev.paystub.journal.JournalWriter;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What an account's traffic has exercised, each once and for good: neither a reset nor the bounds
 * of journal and event log make it forget.
 */
@Service
public class Coverage {

    private final JdbcClient jdbc;
    private final CoverageTable table;
    private final JournalWriter writer;

    Coverage(JdbcClient jdbc, CoverageTable table, JournalWriter writer) {
        this.jdbc = jdbc;
        this.table = table;
        this.writer = writer;
    }

    /** An operation that was called. */
    public static String operation(String name) {
        return "operation " + name;
    }

    /** A way in which an operation ended. */
    public static String outcome(String operation, String outcome) {
        return "outcome " + operation + " " + outcome;
    }

    /** A step that something took along its lifecycle. */
    public static String transition(Lifecycle lifecycle, Lifecycle.Step step) {
        return "transition %s %s > %s".formatted(lifecycle.of(), step.from(), step.to());
    }

    /** Everything that the current account has exercised. */
    public Set<String> exercised() {
        writer.flush();
        return new TreeSet<>(
                jdbc.sql("select item from coverage where owner_id = :account")
                        .param("account", CurrentAccount.tenant().id())
                        .query(String.class)
                        .list());
    }

    /** Begins anew. */
    public void clear() {
        writer.flush();
        table.removed(CurrentAccount.tenant().id());
    }
}
