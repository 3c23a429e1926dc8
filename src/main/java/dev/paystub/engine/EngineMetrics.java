package dev.paystub.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Counters of engine activity in all accounts together since the process started. */
@Component
public class EngineMetrics implements UnitOfWorkListener {

    private final LongAdder holds = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final LongAdder takenNanos = new LongAdder();
    private final Map<String, LongAdder> tasksRun = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> events = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> unrecorded = new ConcurrentHashMap<>();

    /** Counts one queued piece of work of an account, from the request for its lock to its end. */
    void queueHeld(long askedNanos, long begunNanos, long endedNanos) {
        holds.increment();
        waitedNanos.add(begunNanos - askedNanos);
        takenNanos.add(endedNanos - begunNanos);
    }

    @Override
    public void afterCommit(Committed work) {
        work.tasks().forEach(kind -> increment(tasksRun, kind));
        work.events().forEach(event -> increment(events, event.type()));
    }

    private static void increment(Map<String, LongAdder> counters, String name) {
        counters.computeIfAbsent(name, first -> new LongAdder()).increment();
    }

    /**
     * Counts a record that could not be kept although its response was sent.
     *
     * @param what the record: journal, coverage or metrics
     */
    public void unrecorded(String what) {
        increment(unrecorded, what);
    }

    /** Returns the number of times an account's queue has been held. */
    public long queueHolds() {
        return holds.sum();
    }

    /**
     * Returns the total time, in nanoseconds, spent waiting for earlier work of the same account.
     */
    public long waitedNanos() {
        return waitedNanos.sum();
    }

    /** Returns the total time, in nanoseconds, spent holding an account's queue. */
    public long takenNanos() {
        return takenNanos.sum();
    }

    /** Returns the number of scheduled tasks that have run, by kind. */
    public Map<String, Long> tasksRun() {
        return sums(tasksRun);
    }

    /** Returns the number of events that have been committed, by type. */
    public Map<String, Long> events() {
        return sums(events);
    }

    /**
     * Returns the number of records that could not be kept, by kind: journal, coverage or metrics.
     */
    public Map<String, Long> unrecorded() {
        return sums(unrecorded);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters) {
        var sums = new ConcurrentHashMap<String, Long>();
        counters.forEach((name, counter) -> sums.put(name, counter.sum()));
        return sums;
    }
}
