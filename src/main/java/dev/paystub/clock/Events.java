package dev.paystub.clock;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.ShutdownSignal;
import dev.paystub.controlplane.Watchers;
import dev.paystub.engine.Cursor;
import dev.paystub.engine.EventLog;
import dev.paystub.engine.InFlightRequests;
import dev.paystub.engine.RecordedEvent;
import dev.paystub.kernel.DomainException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Reads the events of the current account in order, and waits for new ones on request. */
@Service
public class Events {

    /** The longest one request may wait. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** The maximum number of concurrent event streams of one account. */
    public static final int MOST_FOLLOWERS = 20;

    /**
     * How often the table is polled. Another process may write the next event, so no signal exists.
     */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** The longest time without a message to a follower. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final int AT_ONCE = 500;

    private final EventLog log;
    private final Map<Long, Integer> followers = new ConcurrentHashMap<>();
    private final ShutdownSignal shutdownSignal;

    private final Watchers watchers;

    Events(EventLog log, ShutdownSignal shutdownSignal, Watchers watchers) {
        this.log = log;
        this.watchers = watchers;
        this.shutdownSignal = shutdownSignal;
    }

    /**
     * Events in order.
     *
     * @param next the cursor after this page
     */
    public record Page(List<RecordedEvent> events, Cursor next) {}

    /**
     * The events to read.
     *
     * @param after the cursor after which to begin; null for the oldest stored event
     * @param type the only type to return; null for all
     * @param limit the maximum number of events
     */
    public record Query(@Nullable Cursor after, @Nullable String type, int limit) {}

    /** Returns the position after the latest event. */
    public Cursor last() {
        return log.last();
    }

    /**
     * Returns the position before the oldest event that can be read; the beginning while all are
     * stored.
     */
    public Cursor oldest() {
        return log.oldest();
    }

    /** Returns all stored events of these subjects, in order. */
    public List<RecordedEvent> of(List<String> subjects) {
        return log.of(subjects);
    }

    /** Returns all stored events whose type begins with a prefix, in order. */
    public List<RecordedEvent> ofTypes(String beginning) {
        return log.ofTypes(beginning);
    }

    /**
     * Returns the cursor, or that of the oldest event for null.
     *
     * @throws DomainException.Gone when the events after the cursor are no longer complete
     */
    private Cursor known(@Nullable Cursor after) {
        if (after == null) {
            return log.oldest();
        }
        if (!log.knows(after)) {
            throw gone(after);
        }
        return after;
    }

    private DomainException gone(Cursor after) {
        var oldest = log.oldest();
        return new DomainException.Gone(
                "What came after %s is not known any more: older events have been let go, or the account was reset or restored. Go on with after=%s"
                        .formatted(after, oldest),
                Map.of("oldest", oldest.toString()));
    }

    /**
     * Returns events in order. When there is none yet, waits for the first, at most for the given
     * time and no longer than until the server begins to stop.
     *
     * @throws DomainException.Gone when the events after the cursor are no longer complete
     * @throws DomainException.Full when too many requests are waiting already
     */
    public Page read(Query query, Duration wait) throws InterruptedException {
        if (!wait.isPositive()) {
            return read(known(query.after()), query, wait);
        }
        InFlightRequests.standAside();
        try (var _ = watchers.take()) {
            return read(known(query.after()), query, wait);
        }
    }

    private Page read(Cursor after, Query query, Duration wait) throws InterruptedException {
        var deadline = System.nanoTime() + wait.toNanos();
        var page = readNow(after, query);
        while (page.events().isEmpty()
                && System.nanoTime() < deadline
                && !shutdownSignal.hasBegun()) {
            Thread.sleep(PAUSE);
            page = readNow(page.next(), query);
        }
        return page;
    }

    private Page readNow(Cursor after, Query query) {
        // read first: events that are written during the query belong to the next page
        var last = log.last();
        var found = log.read(after, last.number(), query.type(), query.limit());
        if (found.size() == query.limit()) {
            return new Page(found, found.getLast().cursor());
        }
        if (found.isEmpty() && !log.knows(after)) {
            throw gone(after);
        }
        return new Page(found, last.number() > after.number() ? last : after);
    }

    /** Receives events as they happen. */
    public interface Follower {

        /**
         * Receives the next events in order; an empty page means that there was none for a while.
         */
        void hear(Page page) throws IOException;
    }

    /**
     * Passes events to a follower until the limit of the query is reached, the follower throws, or
     * the server stops.
     *
     * @throws DomainException.Gone when the events after the cursor are not, or no longer, complete
     * @throws DomainException.Conflict when the account has too many streams already
     * @throws DomainException.Full when too many requests are waiting already
     */
    public void follow(Query query, Follower follower) throws InterruptedException, IOException {
        var account = CurrentAccount.tenant().id();
        if (followers.merge(account, 1, Integer::sum) > MOST_FOLLOWERS) {
            leave(account);
            throw new DomainException.Conflict(
                    "%d streams of this account are open already; close one first"
                            .formatted(MOST_FOLLOWERS));
        }
        InFlightRequests.standAside();
        try (var _ = watchers.take()) {
            passOn(query, follower);
        } finally {
            leave(account);
        }
    }

    private void leave(long account) {
        followers.computeIfPresent(account, (id, count) -> count == 1 ? null : count - 1);
    }

    private void passOn(Query query, Follower follower) throws InterruptedException, IOException {
        var place = known(query.after());
        var left = query.limit();
        follower.hear(new Page(List.of(), place));
        while (left > 0 && !shutdownSignal.hasBegun()) {
            var page =
                    read(place, new Query(place, query.type(), Math.min(left, AT_ONCE)), SILENCE);
            follower.hear(page);
            left -= page.events().size();
            place = page.next();
        }
    }
}
