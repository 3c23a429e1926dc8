package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code GET /sandbox/explain/...}: every amount as the sum of its causes, in sentences. */
@ServerTest
@Tag("postgres-full")
class ExplainTests {

    @LocalServerPort protected int port;
    private Customer customer;

    @BeforeEach
    void freshAccount() {
        customer = Customer.frozenAt(port, "2024-06-09T15:23:43.444Z");
    }

    @AfterEach
    void everyLinkLeadsToAnExplanation() {
        // Every hour of a service links to one invoice, so duplicates are skipped.
        var links = new HashSet<>(links(explain("balance")));
        for (var invoice : customer.invoices()) {
            links.addAll(links(explain("invoices/" + invoice)));
        }
        links.forEach(link -> customer.api().get(link).expect(200));
    }

    private static List<String> links(Reply explanation) {
        return explanation.at("$.steps[*].links[*].href");
    }

    private Reply explain(String what) {
        return customer.api().get("/sandbox/explain/" + what).expect(200);
    }

    private static List<String> sentences(Reply explanation) {
        return explanation.at("$.steps[*].sentence");
    }

    private static List<String> causes(Reply explanation) {
        return explanation.at("$.steps[*].cause");
    }

    @Test
    void seededBalanceIsTheSumOfTwoChanges() {
        var balance = explain("balance");

        assertThat(balance.<String>at("$.sentence"))
                .isEqualTo("The balance is 100.00: the sum of 2 changes.");
        assertThat(sentences(balance))
                .containsExactly(
                        "The account began with 75.00.",
                        "Invoice 70, which adds funds, was paid: 25.00 was added.");
        assertThat(balance.<List<String>>at("$.steps[*].why"))
                .containsOnly("The sandbox prepared it.");
        assertThat(balance.<String>at("$.steps[1].links[0].href"))
                .isEqualTo("/sandbox/explain/invoices/70");
    }

    @Test
    void stepsOfTheBalanceSumToItAndKnowTheirRequests() {
        customer.settle(customer.fundsInvoice("30.75"));
        customer.order(1, "hourly", "test").succeeds();
        customer.order(1, "monthly", "test").succeeds();
        customer.addFunds("5").succeeds();
        customer.advance("PT2H");

        var balance = explain("balance");

        var sum =
                balance.<List<String>>at("$.steps[*].amount").stream()
                        .map(BigDecimal::new)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(customer.balance());
        assertThat(new BigDecimal(balance.<List<String>>at("$.steps[*].balance_after").getLast()))
                .isEqualByComparingTo(sum);
        assertThat(causes(balance))
                .startsWith("sandbox", "sandbox", "crypto.step 4465327355", "POST /billing/orders");
        assertThat(balance.<String>at("$.steps[3].request_id")).isNotBlank();
        assertThat(balance.<String>at("$.steps[2].request_id")).isNull();
        assertThat(sentences(balance).get(2))
                .isEqualTo("Invoice 72, which adds funds, was paid: 30.75 was added.");
        assertThat(sentences(balance).get(3))
                .matches(
                        "0\\.50 was drawn for an hour paid in advance, which invoice 73 shows"
                                + " \\(.+ - test: 1 hour\\)\\.");
        assertThat(sentences(balance).get(4)).matches("[0-9.]+ was applied to invoice 74\\.");
        assertThat(balance.<List<String>>at("$.steps[*].why"))
                .contains("It was asked for by POST /billing/orders.");

        var latest = explain("balance?limit=2");
        assertThat(latest.<List<?>>at("$.steps"))
                .isEqualTo(
                        balance.<List<?>>at("$.steps")
                                .subList(
                                        balance.<List<?>>at("$.steps").size() - 2,
                                        balance.<List<?>>at("$.steps").size()));
        assertThat(latest.<String>at("$.sentence")).contains("the latest 2 are told here");
    }

    @Test
    void orderIsPaidByCreditAndCard() {
        customer.order(1, "monthly", "test").succeeds();

        var invoice = explain("invoices/72");

        assertThat(sentences(invoice))
                .satisfiesExactly(
                        made ->
                                assertThat(made)
                                        .matches(
                                                "Order 13 of service 13 made invoice 72 of 400\\.00"
                                                        + " for its first month, due on 2024-06-23:"
                                                        + " .+\\."),
                        credit ->
                                assertThat(credit)
                                        .isEqualTo(
                                                "100.00 of the balance was applied to it, which"
                                                        + " left 300.00 to pay."),
                        charge ->
                                assertThat(charge)
                                        .matches(
                                                "The default card was charged 300\\.00"
                                                        + " \\(ch_\\w+\\), which left nothing to"
                                                        + " pay\\."),
                        paid -> assertThat(paid).isEqualTo("It was settled in full."));
        assertThat(causes(invoice)).containsOnly("POST /billing/orders");
        assertThat(invoice.<List<String>>at("$.steps[*].request_id"))
                .doesNotContainNull()
                .containsOnly(invoice.<String>at("$.steps[0].request_id"));
        assertThat(invoice.<String>at("$.sentence"))
                .isEqualTo(
                        "Invoice 72 is Paid: of 400.00, 100.00 was settled by credit and 300.00 by"
                                + " payments, and nothing is left.");
        assertThat(invoice.<Boolean>at("$.complete")).isTrue();
    }

    @Test
    void refusedCardLeavesItOverdueUntilNoMoreTriesAreMade() {
        customer.replaceSeededCard("pm_card_chargeCustomerFail");
        customer.order(1, "monthly", "test").succeeds();
        customer.advance("P20D");

        var invoice = explain("invoices/72");

        assertThat(sentences(invoice).subList(2, sentences(invoice).size()))
                .satisfies(tries -> {
                    assertThat(tries.getFirst()).startsWith("The default card was refused: ");
                    assertThat(tries).filteredOn(line -> line.contains("refused")).hasSize(5);
                    assertThat(tries.getLast())
                            .isEqualTo(
                                    "That was the last try: the card is not charged for it again.");
                });
        assertThat(causes(invoice).getLast()).isEqualTo("invoice.capture 72");
        assertThat(invoice.<String>at("$.sentence"))
                .isEqualTo(
                        "Invoice 72 is Unpaid: of 400.00, 100.00 was settled by credit and 0.00 by"
                                + " payments, and 300.00 is left; it is overdue since 2024-06-23.");
        customer.removeCard(16);
        customer.order(1, "monthly", "other").succeeds();
        assertThat(sentences(explain("invoices/" + customer.invoices().getFirst())))
                .contains("There was no card to charge.");
    }

    @Test
    void underpaidInvoiceIsSettledLaterAndTheRestBecomesCredit() {
        var first = customer.pay(34, "btc", "common");
        customer.deposit(first, "0.0003");
        customer.advance("PT8S");
        customer.deposit(first, "0.0005");
        customer.advance("PT8S");

        var invoice = explain("invoices/34");
        assertThat(sentences(invoice))
                .containsExactly(
                        "Invoice 34 of 25.00, which adds funds, was made on 2024-06-09, due on"
                                + " 2024-06-23.",
                        "Crypto payment 4465327355 was begun, to pay 25.00 in btc.",
                        "Crypto payment 4465327355 brought in 12.40, which left 12.60 to pay.",
                        "Coins worth 20.67 came to the address of crypto payment 4465327355 when"
                                + " that had ended: crypto payment 4465327356 was begun for them.",
                        "Crypto payment 4465327356 brought in 20.67, of which it needed 12.60,"
                                + " which left nothing to pay.",
                        "It was settled in full.",
                        "25.00 was added to the balance, which came to 125.00.",
                        "8.07 that it did not need was added to the balance, which came to"
                                + " 133.07.");
        assertThat(sentences(explain("crypto/payments/" + first)))
                .containsExactly(
                        "It was begun, to pay 25.00 of invoice 34 with 0.0006047 btc.",
                        "Coins were sent to its address: 0.0003 btc in all.",
                        "The network saw it, and was confirming it.",
                        "The network confirmed it.",
                        "The money was on its way to the merchant.",
                        "Less than it asked for had arrived.",
                        "12.40 came in and was applied to invoice 34.",
                        "More coins came to its address when it had ended: crypto payment"
                                + " 4465327356, worth 20.67, was begun for them.");
        assertThat(explain("crypto/payments/" + first).<String>at("$.sentence"))
                .isEqualTo(
                        "Crypto payment 4465327355 is partially paid: 12.40 has come in of the"
                                + " 25.00 it asks for, and its invoice 34 is Paid.");
        assertThat(sentences(explain("crypto/payments/4465327356")))
                .contains(
                        "20.67 came in; invoice 34 needed 12.60 of it, and 8.07 was added to the"
                                + " balance.");
        links(explain("crypto/payments/" + first))
                .forEach(link -> customer.api().get(link).expect(200));
    }

    @Test
    void whatComesToASettledInvoiceBecomesCredit() {
        customer.pay(34, "btc", "success");
        customer.pay(34, "btc", "success");
        var failed = customer.pay(34, "btc", "failed");
        customer.advance("PT11S");

        assertThat(sentences(explain("invoices/34")))
                .contains(
                        "Crypto payment 4465327356 brought in 25.00, of which it needed nothing any"
                                + " more.",
                        "Crypto payment 4465327357 failed, and brought nothing.");
        assertThat(sentences(explain("crypto/payments/4465327356")))
                .contains(
                        "25.00 came in; invoice 34 needed nothing any more, so that it was added to"
                                + " the balance.");
        assertThat(explain("crypto/payments/" + failed).<String>at("$.sentence"))
                .contains("is failed: nothing has come in of the 25.00 it asks for");
    }

    @Test
    void usageInvoiceTellsItsHoursAndRenewalItsService() {
        customer.order(1, "hourly", "test").succeeds();
        customer.advance("PT3H");

        var usage = explain("invoices/72");
        assertThat(sentences(usage).getFirst())
                .startsWith(
                        "Invoice 72 was opened to show what service 13 draws from the balance in a"
                                + " month: ");
        assertThat(sentences(usage).stream().skip(1))
                .hasSize(4)
                .containsOnly("0.50 was drawn from the balance for an hour.");
        assertThat(causes(usage))
                .containsExactly(
                        "POST /billing/orders",
                        "POST /billing/orders",
                        "hosting.hour 13",
                        "hosting.hour 13",
                        "hosting.hour 13");
        assertThat(usage.<List<String>>at("$.steps[*].why"))
                .contains("An hour that service 13 had paid for was over.");
        customer.advance("P20D");
        var renewal = explain("invoices/73");
        assertThat(sentences(renewal).getFirst())
                .startsWith("Invoice 73 of 400.00 was made for the next month of service 12, due");
        assertThat(renewal.<String>at("$.steps[0].why"))
                .isEqualTo("The period that service 12 had paid for came near its end.");
    }

    @Test
    void subscriptionTellsItsChangesAndBills() {
        var organization = customer.subscribed(10, "4242424242424242");
        customer.changeQuantity(organization, 60).expect(200);
        customer.submit(customer.updateCardLink(organization), "4000000000000341").expect(200);
        customer.advance("P40D");
        customer.submit(customer.updateCardLink(organization), "5555555555554444").expect(200);
        customer.cancel(organization).expect(200);

        var story = explain("subscriptions/" + organization);

        assertThat(sentences(story))
                .containsSubsequence(
                        "The organization was created, on the free plan.",
                        "It subscribed to 10 units, to be charged to the card visa *4242 2034-12 at"
                                + " the end of each month of use.",
                        "2.00 was billed for 10 units, 1 of 30 days, and the card was charged.",
                        "The quantity changed from 10 to 60 units; the days until then were billed"
                                + " at the old one.",
                        "The card that is charged became visa *0341 2034-12; what was unpaid was"
                                + " charged to it.",
                        "289.42 was billed for 60 units, 29 of 30 days, and the card was refused.",
                        "The subscription was past due, since a bill was not paid.",
                        "289.42, which was unpaid, was charged once more, in vain.",
                        "The card that is charged became mastercard *4444 2034-12; what was unpaid"
                                + " was charged to it.",
                        "289.42, which was unpaid, was charged once more, and paid.",
                        "The subscription was active again, since no bill was unpaid.",
                        "The subscription was cancelled; the days of use until then were billed at"
                                + " once.");
        assertThat(story.<String>at("$.sentence"))
                .startsWith("Organization 1003 has no subscription; ")
                .contains(" in 3 bills, of which ")
                .endsWith(" is paid and 0.00 is not.");
        assertThat(causes(story))
                .contains(
                        "subscription.bill 1003",
                        "billing.retry 6",
                        "POST /v1/organizations/billing/update?action=cancelsubscription");
        assertThat(explain("subscriptions/1001").<List<Map<String, String>>>at("$.steps"))
                .extracting(step -> step.get("sentence"))
                .startsWith(
                        "The account began with a bill of 59.90 for 10 units, 30 of 30 days, which"
                                + " is paid.");
        assertThat(explain("subscriptions/1002").<String>at("$.sentence"))
                .isEqualTo("Organization 1002 has no subscription; nothing has been billed.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invoices/99",
                "invoices/x",
                "invoices/999999999999999999",
                "crypto/payments/34",
                "crypto/payments/latest",
                "subscriptions/99"
            })
    void whatIsNotThereIsNotFound(String what) {
        var problem = customer.api().get("/sandbox/explain/" + what).expect(404);
        assertThat(problem.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
    }

    @Test
    void anotherAccountsNumbersAreItsOwn() {
        var other = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        customer.fundsInvoice("10");

        other.get("/sandbox/explain/invoices/72").expect(404);
    }
}
