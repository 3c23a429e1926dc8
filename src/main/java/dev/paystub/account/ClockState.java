package dev.paystub.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an account's clock stands: frozen at an instant, or running at an offset from real time. */
public record ClockState(long offsetMillis, @Nullable Instant frozen) {

    public static final ClockState REAL = new ClockState(0, null);

    /** What the clock shows, in whole milliseconds, when real time is {@code systemMillis}. */
    public Instant at(long systemMillis) {
        return frozen != null ? frozen : Instant.ofEpochMilli(systemMillis + offsetMillis);
    }

    /** The same clock showing {@code instant} now, still frozen or still running. */
    public ClockState movedTo(Instant instant, long systemMillis) {
        return frozen != null
                ? new ClockState(offsetMillis, instant)
                : new ClockState(instant.toEpochMilli() - systemMillis, null);
    }

    /** A clock that runs on from what this one shows. */
    public ClockState running(long systemMillis) {
        return new ClockState(at(systemMillis).toEpochMilli() - systemMillis, null);
    }
}
