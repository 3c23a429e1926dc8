package dev.paystub.clock;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.ShutdownSignal;
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

/** What has happened to the current account, in order; waits for more when asked to. */
@Service
public class Events {

    /** The longest one request may wait. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** How many may follow the events of one account at a time. */
    public static final int MOST_FOLLOWERS = 20;

    /** Another process may write what is waited for, so the table is asked. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** How long a follower hears nothing at most. */
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

    /** Events in their order, and where to go on. */
    public record Page(List<RecordedEvent> events, Cursor next) {}

    /**
     * Which events to read: those behind a cursor, or all that are kept; of a type or of all; at
     * most so many.
     */
    public record Query(@Nullable Cursor after, @Nullable String type, int limit) {}

    /** Behind the latest event. */
    public Cursor last() {
        return log.last();
    }

    /** Before the oldest event that is kept; the beginning while all are. */
    public Cursor oldest() {
        return log.oldest();
    }

    /** All that is kept of what happened to these subjects, in order. */
    public List<RecordedEvent> of(List<String> subjects) {
        return log.of(subjects);
    }

    /** All that is kept of types that begin so, in order. */
    public List<RecordedEvent> ofTypes(String beginning) {
        return log.ofTypes(beginning);
    }

    /** What a cursor refers to, if that is still there. */
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
     * Events in their order; when there is none yet, waits for the first to come, at most so long,
     * and not when the server is about to end.
     *
     * @throws Refusal.Gone when what came after the cursor is not known any more
     * @throws Refusal.Full when too many wait already
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
        // asked first: what is written meanwhile belongs to the next page
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

    /** Who follows the events. */
    public interface Follower {

        /** Is told what has happened; an empty page says that nothing has for a while. */
        void hear(Page page) throws IOException;
    }

    /**
     * Tells a follower what happens until so many events have been told, it throws, or the server
     * stops.
     *
     * @throws Refusal.Gone when what came after the cursor is not, or has ceased to be, known
     * @throws Refusal.Conflict when too many follow already
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
            tell(query, follower);
        } finally {
            leave(account);
        }
    }

    private void leave(long account) {
        followers.computeIfPresent(account, (id, count) -> count == 1 ? null : count - 1);
    }

    private void tell(Query query, Follower follower) throws InterruptedException, IOException {
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
