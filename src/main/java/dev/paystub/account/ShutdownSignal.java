package dev.paystub.account;

import dev.paystub.kernel.DomainException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whether the server is about to end. What only waits (a request for events, a round of the ticker)
 * ends when that has begun. What works may go on for most of the time that a shutdown may take, and
 * is then ended between its pieces, so that there is time left to say so.
 */
@Component
public class ShutdownSignal {

    private final Duration timeout;
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();
    private volatile long begunNanos;
    private volatile boolean begun;

    ShutdownSignal(@Value("${spring.lifecycle.timeout-per-shutdown-phase}") Duration timeout) {
        this.timeout = timeout;
    }

    @EventListener
    void begin(ContextClosedEvent closed) {
        if (begun) {
            return;
        }
        begunNanos = System.nanoTime();
        begun = true;
        var work = timeout.toMillis() * 3 / 4;
        CompletableFuture.delayedExecutor(work, TimeUnit.MILLISECONDS).execute(this::endWork);
    }

    private void endWork() {
        ends.forEach(Runnable::run);
    }

    public boolean hasBegun() {
        return begun;
    }

    /** Has something done as soon as work must end. */
    public void whenOver(Runnable end) {
        ends.add(end);
    }

    /** How much of the time that a shutdown may take is left. */
    public Duration left() {
        return begun ? timeout.minusNanos(System.nanoTime() - begunNanos) : timeout;
    }

    /** What is told to who is not served to the end. */
    public DomainException.Stopping refusal() {
        return new DomainException.Stopping(
                "The server is stopping. What has been done stays done; what else has fallen due"
                        + " happens before the account's next request once it has started again");
    }
}
