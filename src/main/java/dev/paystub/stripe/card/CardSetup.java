package dev.paystub.stripe.card;

import dev.paystub.engine.AccountTransactional;
import dev.paystub.kernel.DomainException;
import dev.paystub.payment.CardGateway.StoredCard;
import dev.paystub.stripe.Decline;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sets up a card for later charges while its holder is present, as Stripe's hosted pages do. */
@Service
public class CardSetup {

    private final PaymentMethods paymentMethods;
    private final PaymentMethodService store;
    private final Clock clock;

    CardSetup(PaymentMethods paymentMethods, PaymentMethodService store, Clock clock) {
        this.paymentMethods = paymentMethods;
        this.store = store;
        this.clock = clock;
    }

    /** The result of a step of setting up a card. */
    public sealed interface Outcome {

        /** The card is attached to the customer and can be charged. */
        record Ready(StoredCard card) implements Outcome {}

        /** The holder must authenticate first; nothing has been attached. */
        record AuthenticationRequired(String paymentMethod) implements Outcome {}

        /** The card was declined; it is not attached. */
        record Declined(Decline decline) implements Outcome {}
    }

    /**
     * Creates a payment method from a form, and sets it up.
     *
     * @throws CardValidationException when a field is missing or invalid; nothing has changed then
     */
    @AccountTransactional
    public Outcome setUp(CardForm form, BillingDetails holder) {
        var expiry = form.validate(clock.instant());
        return setUp(
                store.newPaymentMethod(
                        new CardDetails(form.digits(), expiry, true), holder, Map.of()));
    }

    /**
     * Continues after the holder of a payment method has authenticated.
     *
     * @throws DomainException.NotFound when there is no such payment method
     * @throws DomainException.Conflict when it is attached already, or was detached before
     */
    @AccountTransactional
    public Outcome completeAuthentication(String paymentMethodId) {
        var paymentMethod =
                Optional.of(paymentMethodId)
                        .filter(PaymentMethod::isId)
                        .flatMap(paymentMethods::findByToken)
                        .orElseThrow(() ->
                                new DomainException.NotFound(
                                        "No such PaymentMethod: '%s'".formatted(paymentMethodId)));
        paymentMethod.authenticate();
        return setUp(paymentMethod);
    }

    /** Returns the card of a payment method that has been set up. */
    @Transactional(readOnly = true)
    public StoredCard storedCard(String paymentMethodId) {
        return paymentMethods.findByToken(paymentMethodId).orElseThrow().storedCard();
    }

    private Outcome setUp(PaymentMethod paymentMethod) {
        var refusal = paymentMethod.declineOnSetup();
        Outcome outcome;
        if (refusal.isPresent()) {
            outcome = new Outcome.Declined(refusal.get());
        } else if (paymentMethod.requiresAuthentication()) {
            outcome = new Outcome.AuthenticationRequired(paymentMethod.token());
        } else {
            paymentMethod.attachToAccount();
            outcome = new Outcome.Ready(paymentMethod.storedCard());
        }
        paymentMethods.save(paymentMethod);
        return outcome;
    }
}
