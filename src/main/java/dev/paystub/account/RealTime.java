package dev.paystub.account;

import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Real time, for what must not follow an account's clock: what others hold against their own, and
 * how long a thing takes.
 */
@Component
public class RealTime {

    public Instant instant() {
        return Instant.now();
    }

    /** Milliseconds since the epoch, as the accounts' clocks count them. */
    public long millis() {
        return System.currentTimeMillis();
    }

    /** Begins to measure. */
    public Stopwatch start() {
        return new Stopwatch(System.nanoTime());
    }

    /** Since when something goes on. */
    public record Stopwatch(long startNanos) {
        public Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }
    }
}
