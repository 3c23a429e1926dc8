package dev.paystub.stripe.card;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A card token as Stripe's API shows it. */
@JsonNaming(SnakeCaseStrategy.class)
record CardTokenJson(
        String id,
        String object,
        Card card,
        @Nullable String clientIp,
        long created,
        boolean livemode,
        String type,
        boolean used) {

    static CardTokenJson of(CardToken token) {
        return new CardTokenJson(
                token.token(),
                "token",
                Card.of(token),
                null,
                token.createdAt().getEpochSecond(),
                false,
                "card",
                token.used());
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Card(
            String id,
            String object,
            @Nullable String addressCity,
            @Nullable String addressCountry,
            @Nullable String addressLine1,
            @Nullable String addressLine1Check,
            @Nullable String addressLine2,
            @Nullable String addressState,
            @Nullable String addressZip,
            @Nullable String addressZipCheck,
            String brand,
            String country,
            @Nullable String cvcCheck,
            @Nullable String dynamicLast4,
            int expMonth,
            int expYear,
            String fingerprint,
            String funding,
            String last4,
            Map<String, String> metadata,
            @Nullable String name,
            Networks networks,
            String regulatedStatus,
            @Nullable String tokenizationMethod,
            @Nullable Object wallet) {

        private static final String UNCHECKED = "unchecked";

        static Card of(CardToken token) {
            var details = token.card();
            var card = TestCards.byNumber(details.number());
            var holder = token.billingDetails();
            return new Card(
                    token.token().replaceFirst("^tok_", "card_"),
                    "card",
                    holder.city(),
                    holder.country(),
                    holder.line1(),
                    holder.line1() == null ? null : UNCHECKED,
                    holder.line2(),
                    holder.state(),
                    holder.postalCode(),
                    holder.postalCode() == null ? null : UNCHECKED,
                    brand(card.brand()),
                    card.country(),
                    details.cvcGiven() ? UNCHECKED : null,
                    null,
                    details.expiry().getMonthValue(),
                    details.expiry().getYear(),
                    PaymentMethodJson.fingerprint(details.number()),
                    card.funding(),
                    card.last4(),
                    Map.of(),
                    holder.name(),
                    new Networks(null),
                    "unregulated",
                    null,
                    null);
        }

        /** Returns the brand as the card of a token shows it, in the spelling for people. */
        private static String brand(String brand) {
            return switch (brand) {
                case "visa" -> "Visa";
                case "mastercard" -> "MasterCard";
                case "amex" -> "American Express";
                case "discover" -> "Discover";
                case "diners" -> "Diners Club";
                case "jcb" -> "JCB";
                case "unionpay" -> "UnionPay";
                default -> "Unknown";
            };
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Networks(@Nullable String preferred) {}
}
