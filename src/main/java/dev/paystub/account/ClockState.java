package dev.paystub.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of an account's clock: frozen at an instant, or running at an offset from real time.
 *
 * @param offsetMillis the offset from real time in milliseconds, used while the clock runs
 * @param frozen the instant at which the clock is frozen; null while it runs
 */
public record ClockState(long offsetMillis, @Nullable Instant frozen) {

    public static final ClockState REAL = new ClockState(0, null);

    /**
     * Returns the time on the clock, in whole milliseconds, when real time is {@code systemMillis}.
     */
    public Instant at(long systemMillis) {
        return frozen != null ? frozen : Instant.ofEpochMilli(systemMillis + offsetMillis);
    }

    /** Returns a clock that shows {@code instant} now, frozen or running as this one is. */
    public ClockState movedTo(Instant instant, long systemMillis) {
        return frozen != null
                ? new ClockState(offsetMillis, instant)
                : new ClockState(instant.toEpochMilli() - systemMillis, null);
    }

    /** Returns a clock that runs on from the time that this one shows. */
    public ClockState running(long systemMillis) {
        return new ClockState(at(systemMillis).toEpochMilli() - systemMillis, null);
    }
}
