package dev.paystub.engine;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one request, collected while it runs: the account it has opened, its committed
 * events, and whether its change is to be rolled back on purpose. Only one thread uses it at a
 * time.
 */
public final class RequestOutcome {

    private static final ScopedValue<RequestOutcome> RECORDING = ScopedValue.newInstance();

    private final long began = System.nanoTime();
    private final List<AccountEvent> effects = new ArrayList<>();
    private final List<Change.QueuedDelivery> deliveries = new ArrayList<>();
    private @Nullable Tenant account;
    private @Nullable Instant at;
    private @Nullable Instant wall;
    private boolean undoing;
    private boolean changed;

    /** Returns the outcome of the current request; empty outside a request. */
    public static Optional<RequestOutcome> current() {
        return RECORDING.isBound() ? Optional.of(RECORDING.get()) : Optional.empty();
    }

    /**
     * Returns the work bound to the current request, to run on another thread while the request
     * waits.
     */
    static <T> Supplier<T> handOver(Supplier<T> work) {
        if (!RECORDING.isBound()) {
            return work;
        }
        var bound = RECORDING.get().bind();
        return () -> bound.call(work::get);
    }

    public ScopedValue.Carrier bind() {
        return ScopedValue.where(RECORDING, this);
    }

    /**
     * Notes the first account that the request opens; later calls have no effect.
     *
     * @param now the time on the account's clock
     * @param real the time on the machine's clock
     */
    void opened(Tenant tenant, Instant now, Instant real) {
        if (account == null) {
            account = tenant;
            at = now;
            wall = real;
        }
    }

    /** Makes every later change of this request roll back instead of being committed. */
    public void undoChanges() {
        undoing = true;
    }

    /**
     * Called as the last step before a change is committed.
     *
     * @throws Undone when the change is to be rolled back
     */
    void beforeCommit() {
        if (undoing) {
            throw new Undone();
        }
    }

    void committed(Change unitOfWork) {
        committed();
        effects.addAll(unitOfWork.events());
        deliveries.addAll(unitOfWork.deliveries());
    }

    void committed() {
        changed = true;
    }

    /** Returns whether an account has been opened. */
    public boolean hasAccount() {
        return account != null;
    }

    public Tenant account() {
        if (account == null) {
            throw new IllegalStateException("No account was opened");
        }
        return account;
    }

    public Instant at() {
        if (at == null) {
            throw new IllegalStateException("No account was opened");
        }
        return at;
    }

    /**
     * Returns when the account was opened, on the machine's clock.
     *
     * @throws IllegalStateException when no account was opened
     */
    public Instant wall() {
        if (wall == null) {
            throw new IllegalStateException("No account was opened");
        }
        return wall;
    }

    /** Returns whether anything was committed. */
    public boolean changed() {
        return changed;
    }

    public List<AccountEvent> effects() {
        return effects;
    }

    /** Returns the messages to webhooks that the request's changes have queued, in order. */
    public List<Change.QueuedDelivery> deliveries() {
        return deliveries;
    }

    public Duration duration() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Rolls back a complete change because a fault rule asked for it. */
    public static final class Undone extends RuntimeException {
        Undone() {
            super("The change was undone on purpose, before it was committed", null, false, false);
        }
    }
}
