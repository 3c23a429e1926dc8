package dev.paystub.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The one change an account is going through: its instant, its cause, and the facts it has brought
 * about.
 */
record Turn(Instant at, boolean due, Cause cause, List<AccountEvent> events) {

    private static final ScopedValue<Turn> TURN = ScopedValue.newInstance();

    /** A change that somebody asks for. */
    static Turn asked(Instant at) {
        return new Turn(at, false, Cause.current(), new ArrayList<>());
    }

    /** What the sandbox does by itself, whoever it does it for. */
    static Turn ofSandbox(Instant at) {
        return new Turn(at, false, Cause.SANDBOX, new ArrayList<>());
    }

    /** What happens because time has come for it. */
    static Turn due(Agenda.Entry entry) {
        return new Turn(entry.due(), true, Cause.due(entry), new ArrayList<>());
    }

    static boolean isTaken() {
        return TURN.isBound();
    }

    static Turn current() {
        return TURN.get();
    }

    ScopedValue.Carrier bind() {
        return ScopedValue.where(TURN, this);
    }
}
