package dev.paystub.stripe;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's test cards: by number, and by the virtual payment methods that stand for them
 * (docs.stripe.com/testing). Any other valid number is a good card.
 */
final class TestCards {

    /** When the card holder must authenticate with 3-D Secure. */
    enum Authentication {
        NEVER,
        /** Once, while the card is set up; charges work afterwards. */
        ON_SETUP,
        /** For every charge, so that none works while the holder is away. */
        ALWAYS
    }

    /** A refusal in Stripe's words. */
    record Decline(String code, @Nullable String declineCode, String message) {}

    private static final String DECLINED = "Your card was declined.";

    static final Decline AUTHENTICATION_REQUIRED =
            new Decline(
                    "authentication_required",
                    "authentication_required",
                    "Your card was declined. This transaction requires authentication.");

    static final Decline EXPIRED = new Decline("expired_card", null, "Your card has expired.");

    static final Decline INCORRECT_NUMBER =
            new Decline("incorrect_number", null, "Your card number is incorrect.");

    private static final Decline GENERIC =
            new Decline("card_declined", "generic_decline", DECLINED);
    private static final Decline INSUFFICIENT_FUNDS =
            new Decline("card_declined", "insufficient_funds", "Your card has insufficient funds.");

    /**
     * @param onSetup how attaching it, or setting it up, is refused; null when it is not
     * @param onCharge how charging it is refused; null when it is not
     */
    record TestCard(
            @Nullable String id,
            String number,
            String brand,
            @Nullable Decline onSetup,
            @Nullable Decline onCharge,
            Authentication authentication) {

        String last4() {
            return number.substring(number.length() - 4);
        }
    }

    private static TestCard good(@Nullable String id, String number, String brand) {
        return new TestCard(id, number, brand, null, null, Authentication.NEVER);
    }

    private static TestCard declining(@Nullable String id, String number, Decline decline) {
        return new TestCard(id, number, "visa", decline, decline, Authentication.NEVER);
    }

    private static Decline declined(String declineCode) {
        return new Decline("card_declined", declineCode, DECLINED);
    }

    private static final TestCard VISA = good("pm_card_visa", "4242424242424242", "visa");

    private static final List<TestCard> ALL =
            List.of(
                    VISA,
                    good("pm_card_visa_debit", "4000056655665556", "visa"),
                    good("pm_card_mastercard", "5555555555554444", "mastercard"),
                    good(null, "2223003122003222", "mastercard"),
                    good("pm_card_mastercard_debit", "5200828282828210", "mastercard"),
                    good("pm_card_mastercard_prepaid", "5105105105105100", "mastercard"),
                    good("pm_card_amex", "378282246310005", "amex"),
                    good(null, "371449635398431", "amex"),
                    good("pm_card_discover", "6011111111111117", "discover"),
                    good("pm_card_diners", "3056930009020004", "diners"),
                    good("pm_card_jcb", "3566002020360505", "jcb"),
                    good("pm_card_unionpay", "6200000000000005", "unionpay"),
                    declining("pm_card_visa_chargeDeclined", "4000000000000002", GENERIC),
                    declining("pm_card_chargeDeclined", "4000000000000002", GENERIC),
                    declining(
                            "pm_card_visa_chargeDeclinedInsufficientFunds",
                            "4000000000009995",
                            INSUFFICIENT_FUNDS),
                    declining(
                            "pm_card_chargeDeclinedInsufficientFunds",
                            "4000000000009995",
                            INSUFFICIENT_FUNDS),
                    declining(
                            "pm_card_visa_chargeDeclinedLostCard",
                            "4000000000009987",
                            declined("lost_card")),
                    declining(
                            "pm_card_chargeDeclinedLostCard",
                            "4000000000009987",
                            declined("lost_card")),
                    declining(
                            "pm_card_visa_chargeDeclinedStolenCard",
                            "4000000000009979",
                            declined("stolen_card")),
                    declining(
                            "pm_card_chargeDeclinedStolenCard",
                            "4000000000009979",
                            declined("stolen_card")),
                    declining("pm_card_chargeDeclinedExpiredCard", "4000000000000069", EXPIRED),
                    declining(
                            "pm_card_chargeDeclinedIncorrectCvc",
                            "4000000000000127",
                            new Decline(
                                    "incorrect_cvc",
                                    null,
                                    "Your card's security code is incorrect.")),
                    declining(
                            "pm_card_chargeDeclinedProcessingError",
                            "4000000000000119",
                            new Decline(
                                    "processing_error",
                                    null,
                                    "An error occurred while processing your card. Try again in a"
                                            + " little bit.")),
                    declining(
                            "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
                            "4000000000006975",
                            declined("card_velocity_exceeded")),
                    declining(
                            "pm_card_chargeDeclinedVelocityLimitExceeded",
                            "4000000000006975",
                            declined("card_velocity_exceeded")),
                    declining("pm_card_radarBlock", "4100000000000019", declined("fraudulent")),
                    new TestCard(
                            "pm_card_chargeCustomerFail",
                            "4000000000000341",
                            "visa",
                            null,
                            GENERIC,
                            Authentication.NEVER),
                    new TestCard(
                            "pm_card_authenticationRequired",
                            "4000002760003184",
                            "visa",
                            null,
                            null,
                            Authentication.ALWAYS),
                    new TestCard(
                            "pm_card_authenticationRequiredOnSetup",
                            "4000002500003155",
                            "visa",
                            null,
                            null,
                            Authentication.ON_SETUP),
                    new TestCard(
                            "pm_card_threeDSecure2Required",
                            "4000000000003220",
                            "visa",
                            null,
                            null,
                            Authentication.ON_SETUP),
                    new TestCard(
                            "pm_card_threeDSecureRequiredChargeDeclined",
                            "4000008400001629",
                            "visa",
                            null,
                            GENERIC,
                            Authentication.ON_SETUP),
                    new TestCard(
                            "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
                            "4000008260003178",
                            "visa",
                            null,
                            INSUFFICIENT_FUNDS,
                            Authentication.ON_SETUP),
                    good(null, "4000000000003055", "visa"));

    private TestCards() {}

    /** The card a virtual payment method stands for. */
    static Optional<TestCard> byId(String id) {
        return ALL.stream().filter(card -> id.equals(card.id())).findFirst();
    }

    /** The card of a number; a number that is in no table is a good card of its brand. */
    static TestCard byNumber(String number) {
        return ALL.stream()
                .filter(card -> card.number().equals(number))
                .findFirst()
                .orElseGet(() -> good(null, number, brandOf(number)));
    }

    /** What an id minted elsewhere stands for: opaque here, it is a good Visa. */
    static TestCard unknown() {
        return VISA;
    }

    private static String brandOf(String number) {
        if (number.startsWith("4")) {
            return "visa";
        }
        if (number.matches("(5[1-5]|2[2-7]).*")) {
            return "mastercard";
        }
        if (number.matches("3[47].*")) {
            return "amex";
        }
        if (number.matches("3(0[0-5]|[689]).*")) {
            return "diners";
        }
        if (number.startsWith("35")) {
            return "jcb";
        }
        if (number.startsWith("62")) {
            return "unionpay";
        }
        return number.startsWith("6") ? "discover" : "unknown";
    }
}
