package dev.paystub.stripe.card;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.paystub.stripe.card.PaymentMethodJson.Checks;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The {@code payment_method_details} of a charge: the card at the time of the charge. */
public record PaymentMethodDetailsJson(Card card, String type) {

    /**
     * @param amountAuthorized the amount of the charge, in the smallest unit of its currency
     */
    public static PaymentMethodDetailsJson of(PaymentMethod method, long amountAuthorized) {
        return new PaymentMethodDetailsJson(Card.of(method, amountAuthorized), "card");
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Card(
            long amountAuthorized,
            String brand,
            Checks checks,
            String country,
            int expMonth,
            int expYear,
            String fingerprint,
            String funding,
            @Nullable Object installments,
            String last4,
            @Nullable Object mandate,
            String network,
            @JsonProperty("three_d_secure") @Nullable Object threeDSecure,
            @Nullable Object wallet) {

        public static Card of(PaymentMethod method, long amountAuthorized) {
            var card = method.card();
            return new Card(
                    amountAuthorized,
                    card.brand(),
                    Checks.of(method),
                    card.country(),
                    method.expiry().getMonthValue(),
                    method.expiry().getYear(),
                    PaymentMethodJson.fingerprint(card.number()),
                    card.funding(),
                    null,
                    card.last4(),
                    null,
                    card.brand(),
                    null,
                    null);
        }
    }
}
