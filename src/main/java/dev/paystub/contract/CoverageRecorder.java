package dev.paystub.contract;

import dev.paystub.account.AccountEvent;
import dev.paystub.engine.EngineMetrics;
import dev.paystub.engine.UnitOfWorkListener;
import dev.paystub.journal.Journal;
import dev.paystub.journal.JournalListener;
import dev.paystub.journal.JournalWriter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Records operations and outcomes when the journal has stored them, and transitions when they are
 * committed. Everything is written on the journal's thread, so that no request holds the account's
 * transaction longer for it.
 */
@Component
public class CoverageRecorder implements JournalListener, UnitOfWorkListener {

    private static final Logger LOG = LoggerFactory.getLogger(CoverageRecorder.class);

    private final CoverageTable table;
    private final JournalWriter writer;
    private final EngineMetrics metrics;

    public CoverageRecorder(CoverageTable table, JournalWriter writer, EngineMetrics metrics) {
        this.table = table;
        this.writer = writer;
        this.metrics = metrics;
    }

    @Override
    public void stored(long account, List<Journal.LoggedExchange> exchanges) {
        var items = new TreeSet<String>();
        for (var exchange : exchanges) {
            if (exchange.operation() != null && exchange.outcome() != null) {
                items.add(Coverage.operation(exchange.operation()));
                items.add(
                        Coverage.outcome(
                                exchange.operation().replaceFirst("\\?.*", ""),
                                exchange.outcome()));
            }
        }
        note(account, items);
    }

    @Override
    public void afterCommit(Committed work) {
        var transitions = transitions(work.events());
        if (!transitions.isEmpty()) {
            writer.write(() -> note(work.account(), transitions));
        }
    }

    private static Set<String> transitions(List<AccountEvent> events) {
        var transitions = new TreeSet<String>();
        for (var event : events) {
            var move = event.move();
            if (move != null) {
                transitions.add(Coverage.transition(move.along(), move.step()));
            }
        }
        return transitions;
    }

    /** Stores items. An error is counted, and affects neither a request nor a journal entry. */
    private void note(long account, Collection<String> items) {
        try {
            table.note(account, items);
        } catch (RuntimeException e) {
            LOG.error("Coverage could not be noted: {}", items, e);
            metrics.unrecorded("coverage");
        }
    }
}
