package dev.paystub.checkout;

import dev.paystub.engine.ScheduledTask;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Expires hosted pages that were not completed in time. */
@Component
class CheckoutExpiry implements ScheduledTask {

    static final String KIND = "checkout.expire";

    private final CheckoutSessions sessions;

    CheckoutExpiry(CheckoutSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void runDue(long number, Instant at) {
        var session = sessions.findByNumber(number).orElseThrow();
        session.expire();
        sessions.save(session);
    }
}
