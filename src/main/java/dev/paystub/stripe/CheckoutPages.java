package dev.paystub.stripe;

import dev.paystub.account.Agenda;
import dev.paystub.account.InTurn;
import dev.paystub.account.Numbering;
import dev.paystub.account.Tokens;
import dev.paystub.kernel.Refusal;
import dev.paystub.payment.CardGateway.CheckoutCompleted;
import dev.paystub.payment.CardGateway.Purpose;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the hosted pages do: show a session, take a card for it, complete it once. */
@Service
class CheckoutPages {

    static final int TOKEN_LENGTH = 58;
    private static final int LONG_ID = 24;

    private final CheckoutSessions sessions;
    private final PaymentMethods paymentMethods;
    private final Numbering numbering;
    private final Agenda agenda;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    CheckoutPages(
            CheckoutSessions sessions,
            PaymentMethods paymentMethods,
            Numbering numbering,
            Agenda agenda,
            Clock clock,
            ApplicationEventPublisher events) {
        this.sessions = sessions;
        this.paymentMethods = paymentMethods;
        this.numbering = numbering;
        this.agenda = agenda;
        this.clock = clock;
        this.events = events;
    }

    /** The path of a page, with Stripe's prefixes of a Checkout Session and a portal session. */
    static String pathOf(Purpose purpose, String token) {
        return switch (purpose) {
            case SUBSCRIBE -> "/checkout/cs_test_" + token;
            case UPDATE_CARD -> "/portal/bps_" + token;
        };
    }

    @Transactional(readOnly = true)
    public Optional<CheckoutSession> find(Purpose purpose, String token) {
        return sessions.findByToken(token).filter(session -> session.purpose() == purpose);
    }

    /**
     * Takes a card for a session, and completes it unless the holder has to authenticate first;
     * answers the payment method to authenticate in that case.
     *
     * @throws Refusal.Conflict when the session is not open any more, or not of use any more
     * @throws Refusal.Invalid when the form is not filled in properly
     * @throws Refusal.Declined when the card is refused
     */
    @InTurn
    public Optional<String> submit(Purpose purpose, String token, CardForm form) {
        var session = get(purpose, token);
        session.requireOpen();
        var expiry = form.validate(clock.instant());
        var number = numbering.next("payment-method");
        var paymentMethod =
                new PaymentMethod(
                        number,
                        "pm_" + Tokens.of("payment-method", number, LONG_ID),
                        form.digits(),
                        expiry);
        var refusal = paymentMethod.card().onSetup();
        if (refusal != null) {
            throw new Refusal.Declined(refusal.message());
        }
        paymentMethods.save(paymentMethod);
        if (paymentMethod.needsAuthentication()) {
            return Optional.of(paymentMethod.token());
        }
        complete(session, paymentMethod);
        return Optional.empty();
    }

    /**
     * Completes a session whose card holder has authenticated.
     *
     * @throws Refusal.NotFound when there is no such payment method
     * @throws Refusal.Conflict when the session is not open any more, or not of use any more
     */
    @InTurn
    public void authenticate(Purpose purpose, String token, String paymentMethodId) {
        var session = get(purpose, token);
        session.requireOpen();
        var paymentMethod =
                Optional.of(paymentMethodId)
                        .filter(PaymentMethod::isId)
                        .flatMap(paymentMethods::findByToken)
                        .orElseThrow(() ->
                                new Refusal.NotFound(
                                        "No such PaymentMethod: '%s'".formatted(paymentMethodId)));
        paymentMethod.authenticate();
        complete(session, paymentMethod);
    }

    private void complete(CheckoutSession session, PaymentMethod paymentMethod) {
        paymentMethod.attach();
        paymentMethods.save(paymentMethod);
        session.complete();
        sessions.save(session);
        agenda.cancel(CheckoutExpiry.KIND, session.number());
        events.publishEvent(
                new CheckoutCompleted(
                        session.purpose(),
                        session.reference(),
                        session.quantity(),
                        paymentMethod.stored()));
    }

    private CheckoutSession get(Purpose purpose, String token) {
        return find(purpose, token)
                .orElseThrow(() -> new Refusal.NotFound("This link leads nowhere."));
    }
}
