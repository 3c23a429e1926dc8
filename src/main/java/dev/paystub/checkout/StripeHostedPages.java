package dev.paystub.checkout;

import dev.paystub.account.Tokens;
import dev.paystub.engine.Numbering;
import dev.paystub.engine.Schedule;
import dev.paystub.payment.HostedPages;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Opens and closes Stripe's Checkout and portal sessions. */
@Component
class StripeHostedPages implements HostedPages {

    private static final int TOKEN_LENGTH = 58;

    private final CheckoutSessions sessions;
    private final Numbering numbering;
    private final Schedule schedule;
    private final Clock clock;

    StripeHostedPages(
            CheckoutSessions sessions, Numbering numbering, Schedule schedule, Clock clock) {
        this.sessions = sessions;
        this.numbering = numbering;
        this.schedule = schedule;
        this.clock = clock;
    }

    @Override
    public String open(Page page) {
        var number = numbering.next("checkout-session");
        var token = Tokens.link("checkout-session", number, TOKEN_LENGTH);
        var expiresAt = clock.instant().plus(CheckoutSession.LIFE);
        var session = sessions.save(new CheckoutSession(number, token, page, expiresAt));
        schedule.schedule(CheckoutExpiry.KIND, number, expiresAt);
        return session.path();
    }

    @Override
    public void expire(Purpose purpose, String reference) {
        for (var session :
                sessions.findAllByPurposeAndReferenceAndStatus(
                        purpose, reference, CheckoutSession.Status.OPEN)) {
            session.expire();
            sessions.save(session);
            schedule.cancel(CheckoutExpiry.KIND, session.number());
        }
    }
}
