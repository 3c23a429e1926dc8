package dev.paystub.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** What has gone on in all accounts together since the start, counted for instruments to read. */
@Component
public class EngineMetrics implements UnitOfWorkListener {

    private final LongAdder turns = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final LongAdder takenNanos = new LongAdder();
    private final Map<String, LongAdder> duePieces = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> events = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> unrecorded = new ConcurrentHashMap<>();

    /** A transaction of an account, from when its turn was asked for to when it ended. */
    void turn(long askedNanos, long begunNanos, long endedNanos) {
        turns.increment();
        waitedNanos.add(begunNanos - askedNanos);
        takenNanos.add(endedNanos - begunNanos);
    }

    @Override
    public void afterCommit(Committed work) {
        work.tasks().forEach(kind -> increment(duePieces, kind));
        work.events().forEach(event -> increment(events, event.type()));
    }

    private static void increment(Map<String, LongAdder> counters, String name) {
        counters.computeIfAbsent(name, first -> new LongAdder()).increment();
    }

    /** Something could not be noted of a request whose answer went out all the same. */
    public void unrecorded(String what) {
        increment(unrecorded, what);
    }

    /** How many turns have been taken. */
    public long turns() {
        return turns.sum();
    }

    /** For how long all of them together waited for those before them. */
    public long waitedNanos() {
        return waitedNanos.sum();
    }

    /** How long all of them together took, once they had begun. */
    public long takenNanos() {
        return takenNanos.sum();
    }

    /** How many pieces of due work have run, of each kind that has. */
    public Map<String, Long> duePieces() {
        return sums(duePieces);
    }

    /** How many events have been kept, of each type that has. */
    public Map<String, Long> events() {
        return sums(events);
    }

    /** How often journal, coverage or metrics failed to note something, each that has. */
    public Map<String, Long> unrecorded() {
        return sums(unrecorded);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters) {
        var sums = new ConcurrentHashMap<String, Long>();
        counters.forEach((name, counter) -> sums.put(name, counter.sum()));
        return sums;
    }
}
