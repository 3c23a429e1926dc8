package dev.paystub.checkout;

import dev.paystub.engine.Schedule;
import dev.paystub.engine.ScheduledTask;
import dev.paystub.kernel.DomainException;
import dev.paystub.payment.HostedPages.CheckoutCompleted;
import dev.paystub.payment.HostedPages.Purpose;
import dev.paystub.stripe.card.CardSetup;
import java.time.Clock;
import java.time.Instant;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Publishes the completion of a session: at once, or for a subscription after the activation delay.
 */
@Component
@EnableConfigurationProperties(CheckoutProperties.class)
class CheckoutActivation implements ScheduledTask {

    private final CheckoutSessions sessions;
    private final CardSetup cards;
    private final CheckoutProperties properties;
    private final Schedule schedule;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    CheckoutActivation(
            CheckoutSessions sessions,
            CardSetup cards,
            CheckoutProperties properties,
            Schedule schedule,
            Clock clock,
            ApplicationEventPublisher events) {
        this.sessions = sessions;
        this.cards = cards;
        this.properties = properties;
        this.schedule = schedule;
        this.clock = clock;
        this.events = events;
    }

    void activate(CheckoutSession session) {
        var delay = properties.activationDelay();
        if (session.purpose() == Purpose.SUBSCRIBE && delay.isPositive()) {
            schedule.schedule(kind(), session.number(), clock.instant().plus(delay));
        } else {
            publish(session);
        }
    }

    @Override
    public String kind() {
        return "checkout.activate";
    }

    @Override
    public void runDue(long number, Instant at) {
        var session = sessions.findByNumber(number).orElseThrow();
        try {
            publish(session);
        } catch (DomainException.Conflict overtaken) {
            // for example, another page has subscribed meanwhile: record it and go on
            session.activationFailed(overtaken.getMessage());
            sessions.save(session);
        }
    }

    private void publish(CheckoutSession session) {
        events.publishEvent(
                new CheckoutCompleted(
                        session.purpose(),
                        session.reference(),
                        session.quantity(),
                        cards.storedCard(session.paymentMethod().orElseThrow())));
    }
}
