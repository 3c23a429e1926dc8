package dev.paystub.stripe;

import static dev.paystub.stripe.StripeCaller.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Cards from Stripe's API in PureGPU's list, and the charges that follow. */
@ServerTest
class CardsOfStripeJourneyTests {

    private static final String NOW = "2024-06-09T15:23:43.444Z";

    @LocalServerPort private int port;
    private Caller caller;
    private StripeCaller stripe;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, NOW);
        stripe = StripeCaller.secret(caller);
    }

    private Reply add(String paymentMethod) {
        return caller.post(
                "/billing/stripe/cards",
                "{\"stripe_payment_method_id\": \"%s\"}".formatted(paymentMethod));
    }

    private Reply cards() {
        return caller.get("/billing/stripe/cards").succeeds();
    }

    /**
     * Orders a month that the balance does not cover, with the newest card as the default. Returns
     * the invoice's status.
     */
    private String statusOfAnOrderCharged() {
        List<Integer> ids = cards().at("$.payment_methods[*].id");
        var newest = ids.stream().max(Integer::compare).orElseThrow();
        caller.put("/billing/stripe/cards/" + newest + "/default").succeeds();
        caller.post(
                        "/billing/orders",
                        """
                        {"pid": 12, "billingcycle": "monthly", "hostname": "box", "os": "",
                         "sshkeys": ""}
                        """)
                .succeeds();
        return caller.get("/billing/invoices").succeeds().at("$.invoices[0].status");
    }

    @ParameterizedTest
    @CsvSource({
        "4242424242424242, Visa, 4242",
        "5200828282828210, MasterCard, 8210",
        "378282246310005, American Express, 0005",
        "4111111111111111, Visa, 1111"
    })
    void cardFromABrowserIsTheCardInTheList(String number, String brand, String last4) {
        var made =
                StripeCaller.publishable(caller)
                        .post("/payment_methods", StripeCaller.CARD.formatted(number))
                        .expect(200);
        String id = made.at("$.id");
        add(id).succeeds();

        var card = cards().<List<java.util.Map<String, Object>>>at("$.payment_methods").getLast();
        assertThat(card)
                .containsEntry("card_type", brand)
                .containsEntry("card_last_four", last4)
                .containsEntry("expiry_date", "08/30");
        assertThat(card.get("remote_token").toString()).contains(CUSTOMER, id);
        assertThat(stripe.get("/payment_methods/" + id).<String>at("$.customer"))
                .isEqualTo(CUSTOMER);
        assertThat(statusOfAnOrderCharged()).isEqualTo("Paid");
        add(id).isUserError("already attached");
    }

    @Test
    void virtualIdIsACardOfItsOwnEachTimeItIsAdded() {
        add("pm_card_visa").succeeds();
        add("pm_card_visa").succeeds();
        add("pm_card_amex").succeeds();

        var listed = stripe.get("/payment_methods?customer=" + CUSTOMER).expect(200);
        List<String> ids = listed.at("$.data[*].id");
        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
        for (var i = 0; i < ids.size(); i++) {
            assertThat(stripe.get("/payment_methods/" + ids.get(i)).<Object>at("$"))
                    .isEqualTo(listed.at("$.data[%d]".formatted(i)));
        }
        List<String> tokens = cards().at("$.payment_methods[*].remote_token");
        assertThat(ids).allSatisfy(id -> assertThat(tokens).anyMatch(token -> token.contains(id)));
        caller.isAudited();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pm_x", "pm_1P6w-zCFT_Twwr4vA7vu6Rb5Iz", "pm_-", "pm__", "pm_card-visa"})
    void anyIdOfLettersDigitsDashesAndUnderscoresIsAGoodVisa(String id) {
        add(id).succeeds();
        var card = cards().<List<java.util.Map<String, Object>>>at("$.payment_methods").getLast();
        assertThat(card).containsEntry("card_type", "Visa").containsEntry("card_last_four", "4242");
        assertThat(stripe.get("/payment_methods/" + id).<String>at("$.id")).isEqualTo(id);
        add(id).isUserError("already attached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pm_", "pm_a b", "pm_ä", "pm_a.b", "card_x", "pm_card_nonesuch"})
    void otherIdsAreNoPaymentMethods(String id) {
        add(id).isUserError("No such PaymentMethod: '%s'".formatted(id));
    }

    @Test
    void idOfAnotherAccountDoesNotGetInTheWayOfOwnOnes() {
        var other = StripeCaller.secret(Caller.frozenAt(port, NOW));
        other.card("4242424242424242");
        var second = other.card("4242424242424242");

        add(second).succeeds();
        assertThat(stripe.card("5555555555554444")).isNotEqualTo(second);
        assertThat(stripe.card("5555555555554444")).isNotEqualTo(second);
    }

    @Test
    void cardOfAnotherCustomerCannotBeAdded() {
        String ann = stripe.post("/customers", "name=Ann").expect(200).at("$.id");
        var id = stripe.card("5555555555554444");
        stripe.post("/payment_methods/" + id + "/attach", "customer=" + ann).expect(200);

        add(id).isUserError("already attached to another customer");
        assertThat(stripe.get("/payment_methods/" + id).<String>at("$.customer")).isEqualTo(ann);
    }

    @Test
    void declinedNumberIsDeclinedWhenItIsAdded() {
        var id = stripe.card("4000000000009995");
        add(id).isUserError("Your card has insufficient funds.");
        assertThat(cards().<List<Object>>at("$.payment_methods")).hasSize(1);
        assertThat(stripe.get("/payment_methods/" + id).<String>at("$.customer")).isNull();
    }

    @Test
    void cardThatIsAttachedAtStripeMayBeAddedOnce() {
        var id = stripe.card("5555555555554444");
        stripe.post("/payment_methods/" + id + "/attach", "customer=" + CUSTOMER).expect(200);

        add(id).succeeds();
        add(id).isUserError("already attached");
        assertThat(statusOfAnOrderCharged()).isEqualTo("Paid");
    }

    @Test
    void cardThatWasDetachedAtStripeCannotBeAdded() {
        var id = stripe.card("5555555555554444");
        stripe.post("/payment_methods/" + id + "/attach", "customer=" + CUSTOMER).expect(200);
        stripe.post("/payment_methods/" + id + "/detach", "").expect(200);
        add(id).isUserError("may not be used again");
    }

    @Test
    void cardThatIsDeletedIsDetachedAtStripe() {
        var id = stripe.card("5555555555554444");
        add(id).succeeds();
        List<Integer> ids = cards().at("$.payment_methods[*].id");
        caller.delete("/billing/stripe/cards/" + ids.getLast()).succeeds();
        assertThat(stripe.get("/payment_methods/" + id).<String>at("$.customer")).isNull();
        add(id).isUserError("may not be used again");
    }

    @Test
    void cardThatWasDetachedAtStripeCannotBeCharged() {
        var id = stripe.card("5555555555554444");
        add(id).succeeds();
        stripe.post("/payment_methods/" + id + "/detach", "").expect(200);
        assertThat(statusOfAnOrderCharged()).isEqualTo("Unpaid");
    }

    @Test
    void authenticatedCardIsChargedAndAnUnauthenticatedOneIsNot() {
        add(stripe.card("4000000000003220")).succeeds();
        assertThat(statusOfAnOrderCharged()).isEqualTo("Unpaid");

        var setup =
                stripe.post(
                                "/setup_intents",
                                "confirm=true&payment_method=" + stripe.card("4000000000003220"))
                        .expect(200);
        assertThat(setup.<String>at("$.status")).isEqualTo("requires_action");
        stripe.authenticate(setup.at("$.client_secret"), "complete").expect(200);
        add(setup.at("$.payment_method")).succeeds();
        assertThat(statusOfAnOrderCharged()).isEqualTo("Paid");
    }

    @Test
    void cardThatFailsLaterIsAddedAndFailsWhenCharged() {
        add(stripe.card("4000000000000341")).succeeds();
        assertThat(statusOfAnOrderCharged()).isEqualTo("Unpaid");
    }

    @Test
    void expiryThatWasRenewedAtStripeCounts() {
        var id = stripe.card("5555555555554444");
        stripe.post("/payment_methods/" + id + "/attach", "customer=" + CUSTOMER).expect(200);
        stripe.post("/payment_methods/" + id, "card[exp_month]=11&card[exp_year]=2033").expect(200);
        add(id).succeeds();
        assertThat(cards().<List<String>>at("$.payment_methods[*].expiry_date")).contains("11/33");
    }

    @Test
    void paymentsAtStripeTouchNoInvoiceAndNoBalance() {
        var invoices = caller.get("/billing/invoices").succeeds().body();
        stripe.post(
                        "/payment_intents",
                        "amount=5000&currency=usd&confirm=true&payment_method=pm_card_visa")
                .expect(200);
        assertThat(caller.get("/billing/invoices").succeeds().body()).isEqualTo(invoices);
        assertThat(caller.get("/billing/balance").succeeds().<Double>at("$.balance"))
                .isEqualTo(100.0);
    }
}
