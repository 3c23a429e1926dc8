package dev.paystub.stripe.card;

import dev.paystub.account.Tokens;
import dev.paystub.engine.Numbering;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CardGateway;
import dev.paystub.stripe.Decline;
import dev.paystub.stripe.card.TestCards.TestCard;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Stripe as the gateway for stored cards: attaches, detaches and charges payment methods. */
@Component
class StripeCardGateway implements CardGateway {

    /**
     * The expiry of payment methods that the real Stripe.js created. Nothing is known about them
     * here.
     */
    private static final YearMonth FAR = YearMonth.of(2034, 12);

    /** The prefix of virtual ids, each use of which creates a new payment method. */
    private static final String VIRTUAL = "pm_card_";

    private static final int LONG_ID = 24;

    private final PaymentMethods paymentMethods;
    private final PaymentMethodService store;
    private final Numbering numbering;
    private final Clock clock;

    StripeCardGateway(
            PaymentMethods paymentMethods,
            PaymentMethodService store,
            Numbering numbering,
            Clock clock) {
        this.paymentMethods = paymentMethods;
        this.store = store;
        this.numbering = numbering;
        this.clock = clock;
    }

    @Override
    public StoredCard attach(String id) {
        if (!PaymentMethod.isId(id)) {
            throw unknown(id);
        }
        var paymentMethod =
                id.startsWith(VIRTUAL)
                        ? store.newPaymentMethod(
                                fromTestCard(testCard(id)), BillingDetails.NONE, Map.of())
                        : paymentMethods.findByToken(id).orElseGet(() -> opaque(id));
        paymentMethod.attachToAccount();
        paymentMethod
                .declineOnAttach()
                .ifPresent(refusal -> {
                    throw new DomainException.Declined(refusal.message());
                });
        return paymentMethods.save(paymentMethod).storedCard();
    }

    private PaymentMethod opaque(String id) {
        return new PaymentMethod(
                numbering.next("payment-method"),
                id,
                fromTestCard(TestCards.unknown()),
                BillingDetails.NONE,
                Map.of(),
                clock.instant());
    }

    private static CardDetails fromTestCard(TestCard card) {
        return new CardDetails(card.number(), FAR, true);
    }

    private static TestCard testCard(String id) {
        return TestCards.byId(id).orElseThrow(() -> unknown(id));
    }

    private static DomainException unknown(String id) {
        return new DomainException.NotFound("No such PaymentMethod: '%s'".formatted(id));
    }

    @Override
    public void detach(String id) {
        var paymentMethod = paymentMethods.findByToken(id).orElseGet(() -> opaque(id));
        paymentMethod.detach();
        paymentMethods.save(paymentMethod);
    }

    @Override
    public Charge charge(StoredCard card, Money amount, Instant at) {
        var refusal =
                card.isExpired(at)
                        ? Optional.of(TestCards.EXPIRED)
                        : paymentMethods
                                .findByToken(card.paymentMethod())
                                .flatMap(known -> known.declineOffSession(at));
        return refusal.map(StripeCardGateway::declined)
                .orElseGet(() ->
                        new Charge.Succeeded(
                                "ch_" + Tokens.of("charge", numbering.next("charge"), LONG_ID)));
    }

    private static Charge declined(Decline decline) {
        return new Charge.Declined(decline.code(), decline.declineCode(), decline.message());
    }
}
