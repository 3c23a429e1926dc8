package dev.paystub.engine;

import dev.paystub.account.AccountEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of an account: its instant, its cause, and the events it has published and the
 * messages it has queued so far.
 *
 * @param task the kind of the scheduled task that runs; null for a requested change
 */
public record Change(
        Instant at,
        @Nullable String task,
        Cause cause,
        List<AccountEvent> events,
        List<QueuedDelivery> deliveries) {

    private static final ScopedValue<Change> CURRENT = ScopedValue.newInstance();

    /** A message to a webhook that a change has queued. */
    public record QueuedDelivery(long webhook, long number) {}

    private Change(Instant at, @Nullable String task, Cause cause) {
        this(at, task, cause, new ArrayList<>(), new ArrayList<>());
    }

    /** Notes that the change that is underway has queued a message. */
    public static void queued(long webhook, long delivery) {
        CURRENT.get().deliveries().add(new QueuedDelivery(webhook, delivery));
    }

    /** Returns a change that the current request asks for. */
    public static Change requested(Instant at) {
        return new Change(at, null, Cause.current());
    }

    /** Returns a change that the sandbox makes by itself, independent of the current request. */
    public static Change ofSandbox(Instant at) {
        return new Change(at, null, Cause.SANDBOX);
    }

    /** Returns the change made by a scheduled task, at the instant at which the task falls due. */
    static Change due(Schedule.Entry entry) {
        return new Change(entry.due(), entry.kind(), Cause.due(entry));
    }

    static boolean isUnderway() {
        return CURRENT.isBound();
    }

    static Change current() {
        return CURRENT.get();
    }

    boolean isDue() {
        return task != null;
    }

    ScopedValue.Carrier bind() {
        return ScopedValue.where(CURRENT, this);
    }
}
