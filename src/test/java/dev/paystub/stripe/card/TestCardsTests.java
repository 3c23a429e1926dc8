package dev.paystub.stripe.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.stripe.Decline;
import dev.paystub.stripe.card.TestCards.Authentication;
import dev.paystub.stripe.card.TestCards.TestCard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of Stripe's documentation of test cards. */
class TestCardsTests {

    @ParameterizedTest
    @CsvSource({
        "pm_card_visa, 4242424242424242, visa, 4242",
        "pm_card_visa_debit, 4000056655665556, visa, 5556",
        "pm_card_mastercard, 5555555555554444, mastercard, 4444",
        ", 2223003122003222, mastercard, 3222",
        "pm_card_mastercard_debit, 5200828282828210, mastercard, 8210",
        "pm_card_mastercard_prepaid, 5105105105105100, mastercard, 5100",
        "pm_card_amex, 378282246310005, amex, 0005",
        ", 371449635398431, amex, 8431",
        "pm_card_discover, 6011111111111117, discover, 1117",
        "pm_card_diners, 3056930009020004, diners, 0004",
        "pm_card_jcb, 3566002020360505, jcb, 0505",
        "pm_card_unionpay, 6200000000000005, unionpay, 0005",
        ", 4000000000003055, visa, 3055"
    })
    void goodCardsAreAttachedAndCharged(String id, String number, String brand, String last4) {
        var card = card(id, number);

        assertThat(card.brand()).isEqualTo(brand);
        assertThat(card.last4()).isEqualTo(last4);
        assertThat(card.onSetup()).isNull();
        assertThat(card.onCharge()).isNull();
        assertThat(card.authentication()).isEqualTo(Authentication.NEVER);
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_visa_chargeDeclined, 4000000000000002, card_declined, generic_decline,"
                + " Your card was declined.",
        "pm_card_chargeDeclined, 4000000000000002, card_declined, generic_decline,"
                + " Your card was declined.",
        "pm_card_visa_chargeDeclinedInsufficientFunds, 4000000000009995, card_declined,"
                + " insufficient_funds, Your card has insufficient funds.",
        "pm_card_chargeDeclinedInsufficientFunds, 4000000000009995, card_declined,"
                + " insufficient_funds, Your card has insufficient funds.",
        "pm_card_visa_chargeDeclinedLostCard, 4000000000009987, card_declined, lost_card,"
                + " Your card was declined.",
        "pm_card_chargeDeclinedLostCard, 4000000000009987, card_declined, lost_card,"
                + " Your card was declined.",
        "pm_card_visa_chargeDeclinedStolenCard, 4000000000009979, card_declined, stolen_card,"
                + " Your card was declined.",
        "pm_card_chargeDeclinedStolenCard, 4000000000009979, card_declined, stolen_card,"
                + " Your card was declined.",
        "pm_card_chargeDeclinedExpiredCard, 4000000000000069, expired_card, ,"
                + " Your card has expired.",
        "pm_card_chargeDeclinedIncorrectCvc, 4000000000000127, incorrect_cvc, ,"
                + " \"Your card's security code is incorrect.\"",
        "pm_card_chargeDeclinedProcessingError, 4000000000000119, processing_error, ,"
                + " An error occurred while processing your card. Try again in a little bit.",
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded, 4000000000006975, card_declined,"
                + " card_velocity_exceeded, Your card was declined.",
        "pm_card_chargeDeclinedVelocityLimitExceeded, 4000000000006975, card_declined,"
                + " card_velocity_exceeded, Your card was declined.",
        "pm_card_radarBlock, 4100000000000019, card_declined, fraudulent, Your card was declined."
    })
    void decliningCardsAreRefusedAlreadyWhenAttached(
            String id, String number, String code, String declineCode, String message) {
        var card = card(id, number);

        assertThat(card.onSetup()).isEqualTo(new Decline(code, declineCode, unquoted(message)));
        assertThat(card.onCharge()).isEqualTo(card.onSetup());
    }

    @Test
    void customerFailIsAttachedAndThenDeclines() {
        var card = card("pm_card_chargeCustomerFail", "4000000000000341");

        assertThat(card.onSetup()).isNull();
        assertThat(card.onCharge())
                .isEqualTo(
                        new Decline("card_declined", "generic_decline", "Your card was declined."));
        assertThat(card.authentication()).isEqualTo(Authentication.NEVER);
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_authenticationRequired, 4000002760003184, ALWAYS, ",
        "pm_card_authenticationRequiredOnSetup, 4000002500003155, ON_SETUP, ",
        "pm_card_threeDSecure2Required, 4000000000003220, ON_SETUP, ",
        "pm_card_threeDSecureRequiredChargeDeclined, 4000008400001629, ON_SETUP, generic_decline",
        "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds, 4000008260003178,"
                + " ON_SETUP, insufficient_funds"
    })
    void someCardsMustBeAuthenticatedFirst(
            String id, String number, Authentication authentication, String declineCode) {
        var card = card(id, number);

        assertThat(card.authentication()).isEqualTo(authentication);
        assertThat(card.onSetup()).isNull();
        if (declineCode == null) {
            assertThat(card.onCharge()).isNull();
        } else {
            assertThat(card.onCharge()).extracting(Decline::declineCode).isEqualTo(declineCode);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pm_card_", "pm_card_VISA", "pm_card_nonesuch", "pm_visa", ""})
    void otherVirtualIdsStandForNoCard(String id) {
        assertThat(TestCards.byId(id)).isEmpty();
    }

    @Test
    void idThatWasMintedElsewhereIsAGoodVisa() {
        assertThat(TestCards.unknown()).isEqualTo(TestCards.byNumber("4242424242424242"));
    }

    @ParameterizedTest
    @CsvSource({
        "4111111111111111, visa",
        "5454545454545454, mastercard",
        "2720992593319364, mastercard",
        "341111111111111, amex",
        "36006666333344, diners",
        "38520000023237, diners",
        "3530111333300000, jcb",
        "6011000990139424, discover",
        "6205500000000000004, unionpay",
        "9999999999999995, unknown"
    })
    void numberInNoTableIsAGoodCardOfItsBrand(String number, String brand) {
        var card = TestCards.byNumber(number);

        assertThat(card.number()).isEqualTo(number);
        assertThat(card.brand()).isEqualTo(brand);
        assertThat(card.onSetup()).isNull();
        assertThat(card.onCharge()).isNull();
        assertThat(card.authentication()).isEqualTo(Authentication.NEVER);
    }

    /** Returns the card of a row, found by its number and, where it has one, by its id. */
    private static TestCard card(String id, String number) {
        var card = TestCards.byNumber(number);
        if (id == null) {
            return card;
        }
        var byId = TestCards.byId(id).orElseThrow();
        assertThat(byId.number()).isEqualTo(number);
        assertThat(byId.brand()).isEqualTo(card.brand());
        assertThat(byId.onSetup()).isEqualTo(card.onSetup());
        assertThat(byId.onCharge()).isEqualTo(card.onCharge());
        assertThat(byId.authentication()).isEqualTo(card.authentication());
        return byId;
    }

    private static String unquoted(String text) {
        return text.replace("\"", "");
    }
}
