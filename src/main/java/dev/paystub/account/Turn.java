package dev.paystub.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The one change an account is going through: its instant, and the facts it has brought about. */
record Turn(Instant at, boolean due, List<AccountEvent> events) {

    private static final ScopedValue<Turn> TURN = ScopedValue.newInstance();

    Turn(Instant at, boolean due) {
        this(at, due, new ArrayList<>());
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
