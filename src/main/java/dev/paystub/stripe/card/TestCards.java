package dev.paystub.stripe.card;

import dev.paystub.stripe.Decline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's test cards (docs.stripe.com/testing), by number and by virtual payment method. Every
 * other valid number is a card that succeeds.
 */
public final class TestCards {

    /** When 3-D Secure authentication is required. */
    public enum Authentication {
        NEVER,
        /** Once, while the card is set up; later charges need none. */
        ON_SETUP,
        /** For every charge; a charge is declined while the holder is off session. */
        ALWAYS
    }

    private static final String DECLINED = "Your card was declined.";

    static final Decline AUTHENTICATION_REQUIRED =
            new Decline(
                    "authentication_required",
                    "authentication_required",
                    "Your card was declined. This transaction requires authentication.");

    /** The holder failed to authenticate while the card was set up, or canceled. */
    public static final Decline AUTHENTICATION_FAILED =
            new Decline(
                    "setup_intent_authentication_failure",
                    null,
                    "We are unable to authenticate your payment method. Please choose a different"
                            + " payment method and try again.");

    /** The holder failed to authenticate a payment, or canceled. */
    public static final Decline PAYMENT_AUTHENTICATION_FAILED =
            new Decline(
                    "payment_intent_authentication_failure", null, AUTHENTICATION_FAILED.message());

    static final Decline EXPIRED = new Decline("expired_card", null, "Your card has expired.");

    static final Decline INCORRECT_NUMBER =
            new Decline("incorrect_number", null, "Your card number is incorrect.");

    static final Decline INCORRECT_CVC =
            new Decline("incorrect_cvc", null, "Your card's security code is incorrect.");

    private static final Decline GENERIC =
            new Decline("card_declined", "generic_decline", DECLINED);
    private static final Decline INSUFFICIENT_FUNDS =
            new Decline("card_declined", "insufficient_funds", "Your card has insufficient funds.");

    /**
     * A test card.
     *
     * @param ids its virtual payment methods, in older spellings too
     * @param onSetup the decline of attaching it or setting it up; null for none
     * @param onCharge the decline of charging it; null for none
     */
    public record TestCard(
            String number,
            String brand,
            List<String> ids,
            @Nullable Decline onSetup,
            @Nullable Decline onCharge,
            Authentication authentication) {

        public String last4() {
            return number.substring(number.length() - 4);
        }

        /** Returns credit, debit or prepaid. */
        String funding() {
            return FUNDINGS.getOrDefault(number, "credit");
        }

        /** Returns the country of issue; most of Stripe's test cards are American. */
        String country() {
            return switch (brand) {
                case "jcb" -> "JP";
                case "unionpay" -> "CN";
                default -> "US";
            };
        }

        /** Returns whether the issuer supports 3-D Secure. */
        boolean supportsAuthentication() {
            return !brand.equals("amex");
        }
    }

    private static TestCard good(String number, String brand, String... ids) {
        return new TestCard(number, brand, List.of(ids), null, null, Authentication.NEVER);
    }

    private static TestCard declining(String number, Decline decline, String... ids) {
        return new TestCard(number, "visa", List.of(ids), decline, decline, Authentication.NEVER);
    }

    /** A card that can be set up, but requires authentication or is declined on a charge. */
    private static TestCard authenticating(
            String number, Authentication when, @Nullable Decline onCharge, String... ids) {
        return new TestCard(number, "visa", List.of(ids), null, onCharge, when);
    }

    private static Decline declined(String declineCode) {
        return new Decline("card_declined", declineCode, DECLINED);
    }

    private static final Map<String, String> FUNDINGS =
            Map.of(
                    "4000056655665556", "debit",
                    "5200828282828210", "debit",
                    "5105105105105100", "prepaid");

    private static final TestCard VISA = good("4242424242424242", "visa", "pm_card_visa");

    private static final List<TestCard> ALL =
            List.of(
                    VISA,
                    good("4000056655665556", "visa", "pm_card_visa_debit"),
                    good("5555555555554444", "mastercard", "pm_card_mastercard"),
                    good("2223003122003222", "mastercard"),
                    good("5200828282828210", "mastercard", "pm_card_mastercard_debit"),
                    good("5105105105105100", "mastercard", "pm_card_mastercard_prepaid"),
                    good("378282246310005", "amex", "pm_card_amex"),
                    good("371449635398431", "amex"),
                    good("6011111111111117", "discover", "pm_card_discover"),
                    good("3056930009020004", "diners", "pm_card_diners"),
                    good("3566002020360505", "jcb", "pm_card_jcb"),
                    good("6200000000000005", "unionpay", "pm_card_unionpay"),
                    declining(
                            "4000000000000002",
                            GENERIC,
                            "pm_card_visa_chargeDeclined",
                            "pm_card_chargeDeclined"),
                    declining(
                            "4000000000009995",
                            INSUFFICIENT_FUNDS,
                            "pm_card_visa_chargeDeclinedInsufficientFunds",
                            "pm_card_chargeDeclinedInsufficientFunds"),
                    declining(
                            "4000000000009987",
                            declined("lost_card"),
                            "pm_card_visa_chargeDeclinedLostCard",
                            "pm_card_chargeDeclinedLostCard"),
                    declining(
                            "4000000000009979",
                            declined("stolen_card"),
                            "pm_card_visa_chargeDeclinedStolenCard",
                            "pm_card_chargeDeclinedStolenCard"),
                    declining("4000000000000069", EXPIRED, "pm_card_chargeDeclinedExpiredCard"),
                    declining(
                            "4000000000000127",
                            INCORRECT_CVC,
                            "pm_card_chargeDeclinedIncorrectCvc"),
                    declining(
                            "4000000000000119",
                            new Decline(
                                    "processing_error",
                                    null,
                                    "An error occurred while processing your card. Try again in a"
                                            + " little bit."),
                            "pm_card_chargeDeclinedProcessingError"),
                    declining(
                            "4000000000006975",
                            declined("card_velocity_exceeded"),
                            "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
                            "pm_card_chargeDeclinedVelocityLimitExceeded"),
                    declining("4100000000000019", declined("fraudulent"), "pm_card_radarBlock"),
                    authenticating(
                            "4000000000000341",
                            Authentication.NEVER,
                            GENERIC,
                            "pm_card_chargeCustomerFail"),
                    authenticating(
                            "4000002760003184",
                            Authentication.ALWAYS,
                            null,
                            "pm_card_authenticationRequired"),
                    authenticating(
                            "4000002500003155",
                            Authentication.ON_SETUP,
                            null,
                            "pm_card_authenticationRequiredOnSetup"),
                    authenticating(
                            "4000000000003220",
                            Authentication.ON_SETUP,
                            null,
                            "pm_card_threeDSecure2Required"),
                    authenticating(
                            "4000008400001629",
                            Authentication.ON_SETUP,
                            GENERIC,
                            "pm_card_threeDSecureRequiredChargeDeclined"),
                    authenticating(
                            "4000008260003178",
                            Authentication.ON_SETUP,
                            INSUFFICIENT_FUNDS,
                            "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds"),
                    good("4000000000003055", "visa"));

    private TestCards() {}

    /** Returns all test cards, in the order of Stripe's tables. */
    public static List<TestCard> all() {
        return ALL;
    }

    /** Returns the card of a virtual payment method. */
    static Optional<TestCard> byId(String id) {
        return ALL.stream().filter(card -> card.ids().contains(id)).findFirst();
    }

    /**
     * Returns the card with a number; a number without an entry is a card of its brand that
     * succeeds.
     */
    public static TestCard byNumber(String number) {
        return ALL.stream()
                .filter(card -> card.number().equals(number))
                .findFirst()
                .orElseGet(() -> good(number, brandOf(number)));
    }

    /** Returns the card for a payment method of the real Stripe.js: a Visa that succeeds. */
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
