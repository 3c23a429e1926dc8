package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.ServerTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Subscribing an organization on a hosted page, and billing in arrears. */
@ServerTest
class SubscriptionJourneyTests {

    private static final String VISA = "4242424242424242";
    private static final String DECLINED = "4000000000000002";
    private static final String DECLINES_LATER = "4000000000000341";
    private static final String AUTHENTICATES_ONCE = "4000002500003155";
    private static final String AUTHENTICATES_ALWAYS = "4000002760003184";
    private static final String FREE = "free 0";
    private static final String TEN = "resource-based 10 12/2034";

    @LocalServerPort private int port;
    private Customer customer;

    @BeforeEach
    void firstOfApril() {
        customer = Customer.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    @Test
    void caseOneOfThePage() {
        var organization = customer.createOrganization("Case 1");
        assertThat(customer.subscription(organization)).isEqualTo(FREE);

        var link = customer.paymentLink(organization, 10);
        assertThat(customer.subscription(organization)).isEqualTo(FREE);
        assertThat(customer.history(organization)).isEmpty();

        assertThat(customer.submit(link, VISA).expect(200).body()).contains("Thank you");
        assertThat(customer.subscription(organization)).isEqualTo(TEN);
        assertThat(customer.history(organization)).isEmpty();

        customer.advanceTo("2024-04-15T12:00:00Z");
        customer.changeQuantity(organization, 100).expect(200).isExactly("{\"status\": 200}");
        assertThat(customer.subscription(organization)).startsWith("resource-based 100");
        assertThat(customer.history(organization))
                .containsExactly("paid 2024-04-15 2024-04-15 29.95");

        customer.advanceTo("2024-04-30T12:00:00Z");
        assertThat(customer.history(organization))
                .containsExactly(
                        "paid 2024-04-30 2024-04-30 209.50", "paid 2024-04-15 2024-04-15 29.95");
    }

    @Test
    void linkLeadsToAPageOfThisServerThatShowsWhatItCosts() {
        var organization = customer.createOrganization("Curious <b>");

        var link = customer.paymentLink(organization, 10);

        assertThat(link).startsWith("http://localhost:" + port + "/checkout/cs_test_");
        assertThat(customer.open(link).expect(200).body())
                .contains("Curious &lt;b&gt;", "5.99", "59.90", "Subscribe");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 6.99",
        "9, 62.91",
        "10, 59.90",
        "49, 293.51",
        "50, 249.50",
        "99, 494.01",
        "100, 419.00",
        "499, 2090.81",
        "500, 1795.00",
        "10000, 35900.00"
    })
    void wholeMonthCostsEveryUnitAtTheStepOfTheQuantity(int quantity, String amount) {
        var organization = customer.subscribed(quantity, VISA);

        customer.advanceTo("2024-04-29T23:59:59.999Z");
        assertThat(customer.history(organization)).isEmpty();

        customer.advanceTo("2024-04-30T00:00:00Z");
        assertThat(customer.history(organization))
                .containsExactly("paid 2024-04-30 2024-04-30 " + amount);
    }

    @Test
    void everyMonthIsBilledOnItsLastDay() {
        var organization = customer.subscribed(10, VISA);

        customer.advanceTo("2024-07-31T12:00:00Z");

        assertThat(customer.history(organization))
                .containsExactly(
                        "paid 2024-07-31 2024-07-31 59.90",
                        "paid 2024-06-30 2024-06-30 59.90",
                        "paid 2024-05-31 2024-05-31 59.90",
                        "paid 2024-04-30 2024-04-30 59.90");
    }

    @Test
    void februaryCostsAWholeMonthToo() {
        customer = Customer.frozenAt(port, "2023-02-01T12:00:00Z");
        var organization = customer.subscribed(10, VISA);

        customer.advanceTo("2023-02-28T12:00:00Z");

        assertThat(customer.history(organization))
                .containsExactly("paid 2023-02-28 2023-02-28 59.90");
    }

    @Test
    void changesOfAMonthAreBilledInSegments() {
        var organization = customer.subscribed(10, VISA);
        customer.advanceTo("2024-04-10T12:00:00Z");
        customer.changeQuantity(organization, 50).expect(200); // ten days of 10
        customer.changeQuantity(organization, 20).expect(200); // none of 50
        customer.advanceTo("2024-04-20T12:00:00Z");
        customer.changeQuantity(organization, 100).expect(200); // ten days of 20
        customer.advanceTo("2024-04-30T12:00:00Z"); // ten days of 100

        assertThat(customer.history(organization))
                .containsExactly(
                        "paid 2024-04-30 2024-04-30 139.67",
                        "paid 2024-04-20 2024-04-20 39.93",
                        "paid 2024-04-10 2024-04-10 19.97");
    }

    @Test
    void sameQuantityBillsNothing() {
        var organization = customer.subscribed(10, VISA);
        customer.advanceTo("2024-04-15T12:00:00Z");

        customer.changeQuantity(organization, 10).expect(200).isExactly("{\"status\": 200}");

        assertThat(customer.history(organization)).isEmpty();
        customer.advanceTo("2024-04-30T12:00:00Z");
        assertThat(customer.history(organization))
                .containsExactly("paid 2024-04-30 2024-04-30 59.90");
    }

    @Test
    void downgradeBelowUseIsDeclinedAndChangesNothing() {
        var organization = customer.subscribed(10, VISA);
        customer.useResources(organization, 8).expect(200);
        customer.advanceTo("2024-04-15T12:00:00Z");

        var declined = customer.changeQuantity(organization, 7).expect(409);
        assertThat(declined.<Integer>at("$.status")).isEqualTo(409);
        assertThat(declined.<String>at("$.response")).isNotBlank();
        assertThat(customer.subscription(organization)).isEqualTo(TEN);
        assertThat(customer.history(organization)).isEmpty();

        customer.changeQuantity(organization, 8).expect(200);
        assertThat(customer.subscription(organization)).startsWith("resource-based 8");
        assertThat(customer.history(organization))
                .containsExactly("paid 2024-04-15 2024-04-15 29.95");
    }

    @Test
    void useIsLimitedToThreeFreeResourcesOrTheQuantity() {
        var organization = customer.createOrganization("Limits");
        customer.useResources(organization, 3).expect(200);
        customer.useResources(organization, 4).expect(409);

        customer.requestPaymentLink(organization, 2).expect(409);
        customer.submit(customer.paymentLink(organization, 10), VISA).expect(200);
        customer.useResources(organization, 10).expect(200);
        customer.useResources(organization, 11).expect(409);
        assertThat(customer.resources(organization)).isEqualTo(10);
    }

    @Test
    void cancelBillsTheConsumedShareAtOnce() {
        var organization = customer.subscribed(10, VISA);
        customer.advanceTo("2024-04-12T12:00:00Z");

        customer.cancel(organization).expect(200).isExactly("{\"status\": 200}");

        assertThat(customer.subscription(organization)).isEqualTo(FREE);
        assertThat(customer.history(organization))
                .containsExactly("paid 2024-04-12 2024-04-12 23.96"); // 59.90 * 12 / 30
        customer.advance("P3M");
        assertThat(customer.history(organization)).hasSize(1);
        customer.cancel(organization).expect(409);
        customer.changeQuantity(organization, 20).expect(409);
    }

    @Test
    void canceledOrganizationKeepsItsResourcesForOneMonth() {
        var organization = customer.subscribed(10, VISA);
        customer.useResources(organization, 8).expect(200);
        customer.advanceTo("2024-04-12T12:00:00Z");
        customer.cancel(organization).expect(200);

        customer.advanceTo("2024-05-12T11:59:59.999Z");
        assertThat(customer.resources(organization)).isEqualTo(8);

        assertThat(customer.effectsUntil("2024-05-12T12:00:00Z"))
                .containsExactly(
                        "2024-05-12T12:00:00.000Z organization.purged organization %s 8 0"
                                .formatted(organization));
        assertThat(customer.resources(organization)).isZero();
        assertThat(customer.history(organization)).hasSize(1);
    }

    @Test
    void subscribingAgainWithinTheMonthKeepsThem() {
        var organization = customer.subscribed(10, VISA);
        customer.useResources(organization, 8).expect(200);
        customer.cancel(organization).expect(200);
        customer.advanceTo("2024-04-20T12:00:00Z");

        customer.requestPaymentLink(organization, 7).expect(409);
        customer.submit(customer.paymentLink(organization, 10), VISA).expect(200);
        customer.advance("P3M");

        assertThat(customer.resources(organization)).isEqualTo(8);
        assertThat(customer.subscription(organization)).isEqualTo(TEN);
        assertThat(customer.history(organization))
                .containsExactly(
                        "paid 2024-07-19 2024-07-19 59.90",
                        "paid 2024-06-19 2024-06-19 59.90",
                        "paid 2024-05-19 2024-05-19 59.90",
                        "paid 2024-04-01 2024-04-01 2.00"); // its first day
    }

    @Test
    void subscribingAgainAfterThePurgeStartsEmpty() {
        var organization = customer.subscribed(10, VISA);
        customer.useResources(organization, 8).expect(200);
        customer.cancel(organization).expect(200);
        customer.advance("P1M");

        customer.submit(customer.paymentLink(organization, 1), VISA).expect(200);

        assertThat(customer.resources(organization)).isZero();
        assertThat(customer.subscription(organization)).isEqualTo("resource-based 1 12/2034");
    }

    @Test
    void failedChargeIsUnpaidAndRetriedOnEachOfThreeDays() {
        var organization = customer.subscribed(10, DECLINES_LATER);

        assertThat(customer.effectsUntil("2024-05-10T00:00:00Z"))
                .filteredOn(effect -> effect.contains("organization " + organization))
                .filteredOn(effect -> effect.contains("billing."))
                .extracting(effect -> effect.substring(0, 47))
                .containsExactly(
                        "2024-04-30T00:00:00.000Z billing.payment_failed",
                        "2024-05-01T00:00:00.000Z billing.payment_failed",
                        "2024-05-02T00:00:00.000Z billing.payment_failed",
                        "2024-05-03T00:00:00.000Z billing.payment_failed");

        assertThat(customer.history(organization))
                .containsExactly("unpaid 2024-04-30 2024-04-30 59.90");
        assertThat(customer.subscription(organization)).isEqualTo(TEN);
    }

    @Test
    void newCardPaysWhatIsUnpaidAtOnce() {
        var organization = customer.subscribed(10, DECLINES_LATER);
        customer.advanceTo("2024-06-15T12:00:00Z");
        assertThat(customer.history(organization))
                .containsExactly(
                        "unpaid 2024-05-31 2024-05-31 59.90", "unpaid 2024-04-30 2024-04-30 59.90");

        var link = customer.updateCardLink(organization);
        assertThat(link).startsWith("http://localhost:" + port + "/portal/");
        assertThat(customer.open(link).expect(200).body()).contains("Change your card");
        customer.submitForm(link, Map.of("number", VISA, "expiry", "3/2031", "cvc", "123"))
                .expect(200);

        assertThat(customer.history(organization))
                .containsExactly(
                        "paid 2024-05-31 2024-05-31 59.90", "paid 2024-04-30 2024-04-30 59.90");
        assertThat(customer.subscription(organization)).isEqualTo("resource-based 10 03/2031");
        customer.advanceTo("2024-07-31T12:00:00Z");
        assertThat(customer.history(organization))
                .hasSize(4)
                .allMatch(row -> row.startsWith("paid"));
    }

    @Test
    void newCardDuringTheRetriesEndsThem() {
        var organization = customer.subscribed(10, DECLINES_LATER);
        customer.advanceTo("2024-05-01T12:00:00Z");

        customer.submit(customer.updateCardLink(organization), VISA).expect(200);
        assertThat(customer.history(organization))
                .containsExactly("paid 2024-04-30 2024-04-30 59.90");

        assertThat(customer.effectsUntil("2024-05-10T00:00:00Z"))
                .noneMatch(effect -> effect.contains("organization " + organization));
    }

    @Test
    void cancelWithADecliningCardLeavesTheLastBillUnpaid() {
        var organization = customer.subscribed(10, DECLINES_LATER);
        customer.advanceTo("2024-04-15T12:00:00Z");

        customer.cancel(organization).expect(200);

        assertThat(customer.history(organization))
                .containsExactly("unpaid 2024-04-15 2024-04-15 29.95");
        assertThat(customer.subscription(organization)).isEqualTo(FREE);
        customer.advance("P1M");
        assertThat(customer.history(organization))
                .containsExactly("unpaid 2024-04-15 2024-04-15 29.95");
    }

    @Test
    void operationsOnASubscriptionNeedOne() {
        var organization = customer.createOrganization("Free");

        customer.update("getupdatecardlink", "{\"org_id\": \"%s\"}".formatted(organization))
                .expect(409);
        customer.changeQuantity(organization, 10).expect(409);
        customer.cancel(organization).expect(409);
        assertThat(customer.history(organization)).isEmpty();
    }

    @Test
    void subscribedOrganizationGetsNoPaymentLink() {
        var organization = customer.subscribed(10, VISA);

        customer.requestPaymentLink(organization, 20).expect(409);

        assertThat(customer.subscription(organization)).isEqualTo(TEN);
    }

    @Test
    void linkLivesTwentyFourHours() {
        var organization = customer.createOrganization("Late");
        var link = customer.paymentLink(organization, 10);

        customer.advance("PT23H59M59.999S");
        customer.open(link).expect(200);

        assertThat(customer.effectsUntil("2024-04-02T00:00:00Z"))
                .containsExactly(
                        "2024-04-02T00:00:00.000Z checkout.session.expired checkout session 1 open"
                                + " expired");
        assertThat(customer.open(link).status()).isBetween(400, 499);
        assertThat(customer.open(link).body()).contains("expired");
        assertThat(customer.submit(link, VISA).status()).isBetween(400, 499);
        assertThat(customer.subscription(organization)).isEqualTo(FREE);

        customer.submit(customer.paymentLink(organization, 10), VISA).expect(200);
        assertThat(customer.subscription(organization)).isEqualTo(TEN);
    }

    @Test
    void cardLinkLivesTwentyFourHoursToo() {
        var organization = customer.subscribed(10, VISA);
        var link = customer.updateCardLink(organization);

        customer.advance("PT24H");

        assertThat(customer.submit(link, "5555555555554444").body()).contains("expired");
    }

    @Test
    void cancelClosesTheCardLink() {
        var organization = customer.subscribed(10, VISA);
        var link = customer.updateCardLink(organization);

        customer.cancel(organization).expect(200);

        assertThat(customer.open(link).status()).isBetween(400, 499);
        assertThat(customer.submit(link, VISA).status()).isBetween(400, 499);
        assertThat(customer.subscription(organization)).isEqualTo(FREE);
    }

    @Test
    void newerLinkReplacesTheOlder() {
        var organization = customer.createOrganization("Undecided");
        var ten = customer.paymentLink(organization, 10);
        var twenty = customer.paymentLink(organization, 20);

        assertThat(customer.submit(ten, VISA).status()).isBetween(400, 499);
        assertThat(customer.subscription(organization)).isEqualTo(FREE);
        customer.submit(twenty, VISA).expect(200);
        assertThat(customer.subscription(organization)).startsWith("resource-based 20");
    }

    @Test
    void usedLinkIsFriendlyAndSubmittingTwiceSubscribesOnce() {
        var organization = customer.createOrganization("Twice");
        var link = customer.paymentLink(organization, 10);
        customer.submit(link, VISA).expect(200);
        var before = customer.everything();

        var again = customer.submit(link, VISA);
        assertThat(again.status()).isBetween(400, 499);
        assertThat(again.body()).contains("completed already");
        assertThat(customer.open(link).body()).contains("completed already");

        assertThat(customer.everything()).isEqualTo(before);
        customer.advanceTo("2024-04-30T12:00:00Z");
        assertThat(customer.history(organization))
                .containsExactly("paid 2024-04-30 2024-04-30 59.90");
    }

    @Test
    void linkOfNobodyLeadsNowhere() {
        var link = customer.paymentLink(customer.createOrganization("Real"), 10);

        assertThat(customer.open(link.substring(0, link.length() - 1) + "_").expect(404).body())
                .contains("leads nowhere");
        customer.open("http://localhost/checkout/cs_test_").expect(404);
        customer.open("http://localhost/checkout/cs_test_short").expect(404);
        customer.submit("http://localhost/portal/bps_" + "0".repeat(58), VISA).expect(404);
        customer.submit(link.replace("/checkout/cs_test_", "/portal/bps_"), VISA);
        assertThat(customer.open(link).expect(200).body()).contains("Subscribe");
    }

    @ParameterizedTest
    @CsvSource({
        "4000000000000002, 12/34, 123, Your card was declined.",
        "4000000000009995, 12/34, 123, Your card has insufficient funds.",
        "4000000000000069, 12/34, 123, Your card has expired.",
        "4242424242424241, 12/34, 123, Your card number is incorrect.",
        "4242, 12/34, 123, Your card number is incomplete.",
        "4242424242424242, 12/20, 123, in the past",
        "4242424242424242, 13/34, 123, is invalid",
        "4242424242424242, '', 123, is incomplete",
        "4242424242424242, 12/34, 12, is incomplete",
        "'', '', '', is incomplete"
    })
    void refusedCardSubscribesNothingAndLeavesTheLinkOpen(
            String number, String expiry, String cvc, String text) {
        var organization = customer.createOrganization("Refused");
        var link = customer.paymentLink(organization, 10);

        var refused =
                customer.submitForm(link, Map.of("number", number, "expiry", expiry, "cvc", cvc));

        assertThat(refused.status()).isBetween(400, 499);
        assertThat(refused.body()).contains(text, "<form");
        assertThat(customer.subscription(organization)).isEqualTo(FREE);
        customer.submit(link, VISA).expect(200);
        assertThat(customer.subscription(organization)).isEqualTo(TEN);
    }

    @Test
    void declinedNewCardLeavesTheOldOne() {
        var organization = customer.subscribed(10, VISA);
        var link = customer.updateCardLink(organization);

        customer.submitForm(link, Map.of("number", DECLINED, "expiry", "3/31", "cvc", "123"));

        assertThat(customer.subscription(organization)).isEqualTo(TEN);
        customer.submitForm(link, Map.of("number", VISA, "expiry", "3/31", "cvc", "123"))
                .expect(200);
        assertThat(customer.subscription(organization)).isEqualTo("resource-based 10 03/2031");
    }

    @Test
    void authenticatedCardSubscribesAndIsCharged() {
        var organization = customer.createOrganization("Secure");
        var link = customer.paymentLink(organization, 10);

        var challenge = customer.submit(link, AUTHENTICATES_ONCE).expect(200);
        assertThat(challenge.body()).contains("3-D Secure");
        assertThat(customer.subscription(organization)).isEqualTo(FREE);

        assertThat(customer.answerChallenge(challenge, "complete").expect(200).body())
                .contains("Thank you");
        assertThat(customer.subscription(organization)).isEqualTo(TEN);
        customer.advanceTo("2024-04-30T12:00:00Z");
        assertThat(customer.history(organization))
                .containsExactly("paid 2024-04-30 2024-04-30 59.90");
    }

    @Test
    void failedAuthenticationSubscribesNothingAndMayBeTriedAgain() {
        var organization = customer.createOrganization("Insecure");
        var link = customer.paymentLink(organization, 10);

        var failed = customer.answerChallenge(customer.submit(link, AUTHENTICATES_ONCE), "fail");
        assertThat(failed.status()).isBetween(400, 499);
        assertThat(failed.body()).contains("unable to authenticate", "<form");
        assertThat(customer.subscription(organization)).isEqualTo(FREE);

        customer.answerChallenge(customer.submit(link, AUTHENTICATES_ONCE), "complete").expect(200);
        assertThat(customer.subscription(organization)).isEqualTo(TEN);
    }

    @Test
    void challengeIsCompletedOnce() {
        var organization = customer.createOrganization("Once");
        var challenge = customer.submit(customer.paymentLink(organization, 10), AUTHENTICATES_ONCE);
        customer.answerChallenge(challenge, "complete").expect(200);
        var before = customer.everything();

        assertThat(customer.answerChallenge(challenge, "complete").status()).isBetween(400, 499);

        assertThat(customer.everything()).isEqualTo(before);
    }

    @Test
    void cardThatAlwaysAuthenticatesCannotBeChargedInItsHoldersAbsence() {
        var organization = customer.createOrganization("Always");
        var challenge =
                customer.submit(customer.paymentLink(organization, 10), AUTHENTICATES_ALWAYS);
        customer.answerChallenge(challenge, "complete").expect(200);

        customer.advanceTo("2024-04-30T12:00:00Z");

        assertThat(customer.history(organization))
                .containsExactly("unpaid 2024-04-30 2024-04-30 59.90");
    }

    @Test
    void seededSubscriptionCountsFromTheSeeding() {
        customer = Customer.frozenAt(port, "2026-03-10T08:00:00Z");
        var before = customer.history("1001");

        customer.advanceTo("2026-04-08T23:59:59.999Z");
        assertThat(customer.history("1001")).isEqualTo(before);

        customer.advanceTo("2026-04-09T00:00:00Z");
        assertThat(customer.history("1001"))
                .hasSize(before.size() + 1)
                .startsWith("paid 2026-04-09 2026-04-09 59.90");
        assertThat(customer.subscription("1001")).isEqualTo(TEN);
        assertThat(customer.subscription("1002")).isEqualTo(FREE);
    }

    @Test
    void organizationsAreNumberedFromTheSeed() {
        assertThat(customer.createOrganization("One")).isEqualTo("1003");
        assertThat(customer.createOrganization("Two")).isEqualTo("1004");

        assertThat(customer.api().get("/v1/organizations/list").at("$..org_id").toString())
                .isEqualTo("[\"1001\",\"1002\",\"1003\",\"1004\"]");
    }
}
