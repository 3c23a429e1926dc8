package dev.paystub.engine;

import dev.paystub.account.ClockState;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.RealTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/**
 * The current account's time, in whole milliseconds. Within a change it stands still at the
 * change's instant; otherwise it is the time on the account's clock. Without an account it is real
 * time.
 */
@Component
public class VirtualClock extends Clock {

    private final RealTime time;

    VirtualClock(RealTime time) {
        this.time = time;
    }

    @Override
    public Instant instant() {
        if (Change.isUnderway()) {
            return Change.current().at();
        }
        var state = CurrentAccount.isBound() ? CurrentAccount.tenant().clock() : ClockState.REAL;
        return state.at(systemMillis());
    }

    public long systemMillis() {
        return time.millis();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Instants only; a zone is the facade's business");
    }
}
