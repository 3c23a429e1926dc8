package dev.paystub.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The one change an account is going through: its instant, its cause, and the facts it has brought
 * about.
 */
record UnitOfWork(Instant at, boolean due, Cause cause, List<AccountEvent> events) {

    private static final ScopedValue<UnitOfWork> TURN = ScopedValue.newInstance();

    /** A change that somebody asks for. */
    static UnitOfWork asked(Instant at) {
        return new UnitOfWork(at, false, Cause.current(), new ArrayList<>());
    }

    /** What the sandbox does by itself, whoever it does it for. */
    static UnitOfWork ofSandbox(Instant at) {
        return new UnitOfWork(at, false, Cause.SANDBOX, new ArrayList<>());
    }

    /** What happens because time has come for it. */
    static UnitOfWork due(Schedule.Entry entry) {
        return new UnitOfWork(entry.due(), true, Cause.due(entry), new ArrayList<>());
    }

    static boolean isTaken() {
        return TURN.isBound();
    }

    static UnitOfWork current() {
        return TURN.get();
    }

    ScopedValue.Carrier bind() {
        return ScopedValue.where(TURN, this);
    }
}
