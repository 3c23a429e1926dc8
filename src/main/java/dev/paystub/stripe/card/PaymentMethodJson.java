package dev.paystub.stripe.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.paystub.account.Tokens;
import dev.paystub.stripe.card.TestCards.TestCard;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A payment method of type card as Stripe's API shows it. A publishable key sees fewer fields. */
@JsonNaming(SnakeCaseStrategy.class)
record PaymentMethodJson(
        String id,
        String object,
        String allowRedisplay,
        BillingDetailsJson billingDetails,
        Card card,
        long created,
        @Nullable Object customer,
        boolean livemode,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, String> metadata,
        String type) {

    private static final int FINGERPRINT_LENGTH = 16;

    /**
     * @param customer the customer it is attached to: an id, or the expanded object
     */
    static PaymentMethodJson of(PaymentMethod paymentMethod, @Nullable Object customer) {
        return of(paymentMethod, customer, false);
    }

    static PaymentMethodJson inBrowser(PaymentMethod paymentMethod) {
        return of(paymentMethod, paymentMethod.customer().orElse(null), true);
    }

    private static PaymentMethodJson of(
            PaymentMethod paymentMethod, @Nullable Object customer, boolean browser) {
        return new PaymentMethodJson(
                paymentMethod.token(),
                "payment_method",
                "unspecified",
                BillingDetailsJson.of(paymentMethod.billingDetails()),
                Card.of(paymentMethod, browser),
                paymentMethod.createdAt().getEpochSecond(),
                customer,
                false,
                browser ? null : paymentMethod.metadata(),
                "card");
    }

    /**
     * Returns the fingerprint of a card number, which is equal in all payment methods with this
     * card.
     */
    static String fingerprint(String cardNumber) {
        return Tokens.of("card-fingerprint-" + cardNumber, 0, FINGERPRINT_LENGTH);
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Card(
            String brand,
            Checks checks,
            String country,
            String displayBrand,
            int expMonth,
            int expYear,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String fingerprint,
            String funding,
            @Nullable Object generatedFrom,
            String last4,
            Networks networks,
            String regulatedStatus,
            @JsonProperty("three_d_secure_usage") ThreeDSecureUsage threeDSecureUsage,
            @Nullable Object wallet) {

        static Card of(PaymentMethod paymentMethod, boolean browser) {
            TestCard card = paymentMethod.card();
            var expiry = paymentMethod.expiry();
            return new Card(
                    card.brand(),
                    Checks.of(paymentMethod),
                    card.country(),
                    displayBrand(card.brand()),
                    expiry.getMonthValue(),
                    expiry.getYear(),
                    browser ? null : PaymentMethodJson.fingerprint(card.number()),
                    card.funding(),
                    null,
                    card.last4(),
                    new Networks(List.of(card.brand()), null),
                    "unregulated",
                    new ThreeDSecureUsage(card.supportsAuthentication()),
                    null);
        }

        private static String displayBrand(String brand) {
            return switch (brand) {
                case "amex" -> "american_express";
                case "diners" -> "diners_club";
                case "unionpay" -> "union_pay";
                default -> brand;
            };
        }
    }

    /** The checks by the issuer, which happen when the card is attached. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Checks(
            @Nullable String addressLine1Check,
            @Nullable String addressPostalCodeCheck,
            @Nullable String cvcCheck) {

        static Checks of(PaymentMethod paymentMethod) {
            var result = paymentMethod.isNew() ? "unchecked" : "pass";
            var holder = paymentMethod.billingDetails();
            return new Checks(
                    holder.line1() == null ? null : result,
                    holder.postalCode() == null ? null : result,
                    paymentMethod.cvcGiven() ? result : null);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Networks(List<String> available, @Nullable String preferred) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ThreeDSecureUsage(boolean supported) {}
}
