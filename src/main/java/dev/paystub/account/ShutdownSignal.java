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
 * Signals that the server is shutting down. Waiting code (a request for events, a run of the
 * SchedulePoller) ends at once. Working code may continue for three quarters of the time allowed
 * for a shutdown and is then ended between its pieces, so that time remains to report that.
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

    /** Registers an action that runs when working code must end. */
    public void whenOver(Runnable end) {
        ends.add(end);
    }

    /** Returns the remaining part of the time allowed for a shutdown. */
    public Duration left() {
        return begun ? timeout.minusNanos(System.nanoTime() - begunNanos) : timeout;
    }

    /** Returns the exception for callers whose request is not completed because of the shutdown. */
    public DomainException.Stopping refusal() {
        return new DomainException.Stopping(
                "The server is stopping. What has been done stays done; what else has fallen due"
                        + " happens before the account's next request once it has started again");
    }
}
