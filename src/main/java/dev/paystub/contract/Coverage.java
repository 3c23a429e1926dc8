package dev.paystub.contract;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Lifecycle;
import dev.paystub.journal.JournalWriter;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Service;

/**
 * The operations, outcomes and transitions that an account's traffic has exercised. Each is
 * recorded once and permanently: neither a reset nor the limits of journal and event log remove it.
 */
@Service
public class Coverage {

    private final CoverageTable table;
    private final JournalWriter writer;

    Coverage(CoverageTable table, JournalWriter writer) {
        this.table = table;
        this.writer = writer;
    }

    /** Returns the item for a called operation. */
    public static String operation(String name) {
        return "operation " + name;
    }

    /** Returns the item for an outcome of an operation. */
    public static String outcome(String operation, String outcome) {
        return "outcome " + operation + " " + outcome;
    }

    /** Returns the item for a transition of a lifecycle. */
    public static String transition(Lifecycle lifecycle, Lifecycle.Step step) {
        return "transition %s %s > %s".formatted(lifecycle.of(), step.from(), step.to());
    }

    /** Returns all items that the current account has exercised. */
    public Set<String> exercised() {
        writer.flush();
        return new TreeSet<>(table.of(CurrentAccount.tenant().id()));
    }

    /** Removes all items of the current account. */
    public void clear() {
        writer.flush();
        table.removed(CurrentAccount.tenant().id());
    }
}
