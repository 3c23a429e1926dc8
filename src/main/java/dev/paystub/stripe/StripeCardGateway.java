package dev.paystub.stripe;

import dev.paystub.account.Numbering;
import dev.paystub.account.Tokens;
import dev.paystub.kernel.Money;
import dev.paystub.kernel.Refusal;
import dev.paystub.payment.CardGateway;
import dev.paystub.stripe.TestCards.Decline;
import dev.paystub.stripe.TestCards.TestCard;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What Stripe would have done with a payment method. */
@Component
class StripeCardGateway implements CardGateway {

    /**
     * Payment methods that Stripe.js minted elsewhere are opaque here; they expire in the far
     * future.
     */
    private static final YearMonth FAR = YearMonth.of(2034, 12);

    private static final String VIRTUAL = "pm_card_";
    private static final int LONG_ID = 24;

    private final PaymentMethods paymentMethods;
    private final Numbering numbering;
    private final Clock clock;

    StripeCardGateway(PaymentMethods paymentMethods, Numbering numbering, Clock clock) {
        this.paymentMethods = paymentMethods;
        this.numbering = numbering;
        this.clock = clock;
    }

    @Override
    public StoredCard attach(String id) {
        if (!PaymentMethod.isId(id)) {
            throw unknown(id);
        }
        var paymentMethod = paymentMethods.findByToken(id).orElseGet(() -> minted(id, cardOf(id)));
        paymentMethod.hold();
        paymentMethod
                .refusalOfAttaching()
                .ifPresent(refusal -> {
                    throw new Refusal.Declined(refusal.message());
                });
        return paymentMethods.save(paymentMethod).stored();
    }

    private PaymentMethod minted(String id, TestCard card) {
        return new PaymentMethod(
                numbering.next("payment-method"),
                id,
                new CardDetails(card.number(), FAR, true),
                BillingDetails.NONE,
                Map.of(),
                clock.instant());
    }

    private static TestCard cardOf(String id) {
        return id.startsWith(VIRTUAL)
                ? TestCards.byId(id).orElseThrow(() -> unknown(id))
                : TestCards.unknown();
    }

    private static Refusal unknown(String id) {
        return new Refusal.NotFound("No such PaymentMethod: '%s'".formatted(id));
    }

    @Override
    public void detach(String id) {
        var known = paymentMethods.findByToken(id);
        if (id.startsWith(VIRTUAL)) {
            // Stripe makes a new payment method of a virtual id whenever it is used
            known.ifPresent(paymentMethods::delete);
            return;
        }
        var paymentMethod = known.orElseGet(() -> minted(id, TestCards.unknown()));
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
                                .flatMap(known -> known.refusal(at));
        return refusal.map(StripeCardGateway::declined)
                .orElseGet(() ->
                        new Charge.Succeeded(
                                "ch_" + Tokens.of("charge", numbering.next("charge"), LONG_ID)));
    }

    private static Charge declined(Decline decline) {
        return new Charge.Declined(decline.code(), decline.declineCode(), decline.message());
    }
}
