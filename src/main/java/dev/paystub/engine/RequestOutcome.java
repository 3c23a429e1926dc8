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
 * What becomes of one request while it runs: the account it has opened, what it has changed, and
 * whether its change is to be undone on purpose. One thread has it at a time.
 */
public final class RequestOutcome {

    private static final ScopedValue<RequestOutcome> RECORDING = ScopedValue.newInstance();

    private final long began = System.nanoTime();
    private final List<AccountEvent> effects = new ArrayList<>();
    private @Nullable Tenant account;
    private @Nullable Instant at;
    private @Nullable Instant wall;
    private boolean undoing;
    private boolean changed;

    /** The recording of the request that runs, if it is one. */
    public static Optional<RequestOutcome> current() {
        return RECORDING.isBound() ? Optional.of(RECORDING.get()) : Optional.empty();
    }

    /** The work as a part of the request of here and now, which waits for it. */
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

    /** The account whose request it is has been found. */
    void opened(Tenant tenant, Instant now, Instant real) {
        if (account == null) {
            account = tenant;
            at = now;
            wall = real;
        }
    }

    /** From now on, nothing that this request changes is committed. */
    public void undoChanges() {
        undoing = true;
    }

    /**
     * To be called as the last thing before a change is committed.
     *
     * @throws Undone when it is not to be
     */
    void beforeCommit() {
        if (undoing) {
            throw new Undone();
        }
    }

    void committed(Change unitOfWork) {
        committed();
        effects.addAll(unitOfWork.events());
    }

    void committed() {
        changed = true;
    }

    /** Whether an account has been opened. */
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

    /** When the account was opened, by the machine's clock. */
    public Instant wall() {
        if (wall == null) {
            throw new IllegalStateException("No account was opened");
        }
        return wall;
    }

    /** Whether anything was committed. */
    public boolean changed() {
        return changed;
    }

    public List<AccountEvent> effects() {
        return effects;
    }

    public Duration duration() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** A change was made, and undone at its very end, because a fault asked for it. */
    public static final class Undone extends RuntimeException {
        Undone() {
            super("The change was undone on purpose, before it was committed", null, false, false);
        }
    }
}
