package dev.paystub.contract;

import dev.paystub.account.AccountEvent;
import dev.paystub.contract.CoverageTable.Exercised;
import dev.paystub.engine.EngineMetrics;
import dev.paystub.engine.UnitOfWorkListener;
import dev.paystub.journal.JournalListener;
import dev.paystub.journal.JournalWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Records operations and outcomes when the journal has stored them, and transitions when they are
 * committed. What is new is written on the journal's thread, many items in one statement, so that
 * no request holds the account's transaction longer for it; what is known is not written.
 */
@Component
public class CoverageRecorder implements JournalListener, UnitOfWorkListener {

    private static final Logger LOG = LoggerFactory.getLogger(CoverageRecorder.class);

    private final CoverageTable table;
    private final JournalWriter writer;
    private final EngineMetrics metrics;

    /** Observations that are not yet written. */
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

    public CoverageRecorder(CoverageTable table, JournalWriter writer, EngineMetrics metrics) {
        this.table = table;
        this.writer = writer;
        this.metrics = metrics;
    }

    /** One part of the contract that a request or a change of an account has exercised. */
    private record Seen(long account, Object what) {}

    /** A documented operation, with its action if it has one, and how it ended. */
    private record Call(String operation, String outcome) {}

    @Override
    public void stored(List<Stored> entries) {
        for (var entry : entries) {
            var exchange = entry.exchange();
            if (exchange.operation() != null && exchange.outcome() != null) {
                add(entry.account(), new Call(exchange.operation(), exchange.outcome()));
            }
        }
        writeSoon();
    }

    @Override
    public void afterCommit(Committed work) {
        for (var event : work.events()) {
            var transition = transition(event);
            if (transition != null) {
                add(work.account(), transition);
            }
        }
        writeSoon();
    }

    private static @Nullable String transition(AccountEvent event) {
        var move = event.move();
        return move == null ? null : Coverage.transition(move.along(), move.step());
    }

    private void add(long account, Object what) {
        if (table.isNew(account, what)) {
            seen.add(new Seen(account, what));
        }
    }

    private void writeSoon() {
        if (!seen.isEmpty()) {
            writer.write(this::write);
        }
    }

    /** Stores what was seen. An error is counted, and affects neither a request nor an entry. */
    private void write() {
        var items = new LinkedHashMap<Exercised, Seen>();
        for (var next = seen.poll(); next != null; next = seen.poll()) {
            addItems(next, items);
        }
        if (items.isEmpty()) {
            return;
        }
        try {
            table.note(items.keySet());
        } catch (RuntimeException e) {
            LOG.error("Coverage could not be noted: {}", new TreeSet<>(names(items)), e);
            metrics.unrecorded("coverage");
            items.values().forEach(lost -> table.forget(lost.account(), lost.what()));
        }
    }

    private static List<String> names(Map<Exercised, Seen> items) {
        return items.keySet().stream().map(Exercised::item).toList();
    }

    private static void addItems(Seen seen, Map<Exercised, Seen> items) {
        if (seen.what() instanceof Call(var operation, var outcome)) {
            var action = operation.indexOf('?');
            var name = action < 0 ? operation : operation.substring(0, action);
            add(seen, Coverage.operation(operation), items);
            add(seen, Coverage.outcome(name, outcome), items);
        } else {
            add(seen, seen.what().toString(), items);
        }
    }

    private static void add(Seen seen, String item, Map<Exercised, Seen> items) {
        items.put(new Exercised(seen.account(), item), seen);
    }
}
