package dev.paystub.checkout;

import dev.paystub.stripe.Decline;
import dev.paystub.stripe.card.TestCards;
import dev.paystub.stripe.card.TestCards.TestCard;
import java.util.List;
import java.util.Optional;

/** A test card offered on a hosted page, with a label that says how it behaves. */
record TestCardOption(String number, String label) {

    static List<TestCardOption> all() {
        return TestCards.all().stream()
                .map(card -> new TestCardOption(grouped(card), label(card)))
                .toList();
    }

    private static String grouped(TestCard card) {
        var number = card.number();
        return card.brand().equals("amex")
                ? number.replaceFirst("(.{4})(.{6})(.*)", "$1 $2 $3")
                : number.replaceAll("(.{4})(?=.)", "$1 ");
    }

    private static String label(TestCard card) {
        var onCharge = Optional.ofNullable(card.onCharge()).map(TestCardOption::reason);
        if (card.onSetup() != null) {
            return "Declined: " + reason(card.onSetup());
        }
        return switch (card.authentication()) {
            case NEVER ->
                    onCharge.map(reason -> "Succeeds now, declined when charged: " + reason)
                            .orElse(brandName(card) + ": succeeds");
            case ON_SETUP ->
                    "3-D Secure, then "
                            + onCharge.map(reason -> "declined: " + reason).orElse("succeeds");
            case ALWAYS -> "3-D Secure now, and for every charge";
        };
    }

    private static String reason(Decline decline) {
        var code = decline.declineCode() == null ? decline.code() : decline.declineCode();
        return code.replace('_', ' ');
    }

    private static String brandName(TestCard card) {
        return switch (card.brand()) {
            case "amex" -> "American Express";
            case "diners" -> "Diners Club";
            case "jcb" -> "JCB";
            case "unionpay" -> "UnionPay";
            case "mastercard" -> "Mastercard";
            case "discover" -> "Discover";
            default -> "Visa";
        };
    }
}
