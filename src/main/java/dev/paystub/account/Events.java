package dev.paystub.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What has happened to the current account, in order; waits for more when asked to. */
@Service
public class Events {

    /** The longest one request may wait. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** Another process may write what is waited for, so the table is asked. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final EventLog log;
    private final Closing closing;

    Events(EventLog log, Closing closing) {
        this.log = log;
        this.closing = closing;
    }

    /**
     * One thing that happened.
     *
     * @param number its place among the account's events, from 1 without gaps; the cursor
     * @param due whether it happened because time passed
     */
    public record Event(
            long number,
            Instant at,
            boolean due,
            String type,
            String subject,
            @Nullable String from,
            @Nullable String to) {}

    /** Which events to read: those after a cursor, of a type or of all, at most so many. */
    public record Query(long after, @Nullable String type, int limit) {}

    /** The number of the latest event, 0 when there is none. */
    public long last() {
        return log.lastNumber();
    }

    /**
     * Events in their order; when there is none yet, waits for the first to come, at most so long,
     * and not when the server is about to end.
     */
    public List<Event> read(Query query, Duration wait) throws InterruptedException {
        var deadline = System.nanoTime() + wait.toNanos();
        var found = log.read(query);
        while (found.isEmpty() && System.nanoTime() < deadline && !closing.hasBegun()) {
            Thread.sleep(PAUSE);
            found = log.read(query);
        }
        return found;
    }
}
