package dev.paystub.account;

import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Real time, for values that must not follow an account's clock: times that other systems compare
 * with their own clocks, and durations.
 */
@Component
public class RealTime {

    public Instant instant() {
        return Instant.now();
    }

    /** Returns the milliseconds since the epoch, the unit of the accounts' clocks. */
    public long millis() {
        return System.currentTimeMillis();
    }

    /** Starts a stopwatch. */
    public Stopwatch start() {
        return new Stopwatch(System.nanoTime());
    }

    /**
     * Measures the time since its start.
     *
     * @param startNanos the start, as returned by {@link System#nanoTime}
     */
    public record Stopwatch(long startNanos) {
        public Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }
}
