package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Monthly services, invoiced and paid by credit, card or crypto. */
@ServerTest
class MonthlyJourneyTests {

    /** A card that can be stored and declines every charge. */
    private static final String DECLINING = "pm_card_chargeCustomerFail";

    @LocalServerPort private int port;
    private Customer customer;

    @BeforeEach
    void frozenAtTheDocumentsInstant() {
        customer = Customer.frozenAt(port, "2024-06-09T15:23:43.444Z");
    }

    @Test
    void orderIsPaidByCreditFirstAndThenByTheDefaultCard() {
        customer.order(1, "monthly", "test").succeeds().isExactly("{\"result\": \"success\"}");

        assertThat(customer.invoice(72)).isEqualTo("Paid 400.00 100.00 300.00 0.00");
        assertThat(customer.<String>invoice(72, "date")).isEqualTo("2024-06-09");
        assertThat(customer.<String>invoice(72, "duedate")).isEqualTo("2024-06-23");
        assertThat(customer.<String>invoice(72, "datepaid")).isEqualTo("2024-06-09 11:23:43");
        assertThat(customer.<String>invoice(72, "items[0].type")).isEqualTo("Hosting");
        assertThat(customer.<String>invoice(72, "items[0].description"))
                .contains("4090-1x-server", "06/09/2024", "07/08/2024");
        assertThat(customer.balance()).isEqualTo("0.0");
        assertThat(customer.serviceStatus(13)).isEqualTo("Active");
        var service = customer.api().get("/services/13");
        assertThat(service.<String>at("$.service.billingcycle")).isEqualTo("Monthly");
        assertThat(service.<String>at("$.service.billingamount")).isEqualTo("400.00");
    }

    @Test
    void creditThatCoversTheMonthLeavesTheCardAlone() {
        customer.replaceSeededCard(DECLINING);
        customer.settle(customer.fundsInvoice("350"));

        customer.order(1, "monthly", "test").succeeds();

        assertThat(customer.invoice(73)).isEqualTo("Paid 400.00 400.00 0.00 0.00");
        assertThat(customer.balance()).isEqualTo("50.0");
        assertThat(customer.serviceStatus(13)).isEqualTo("Active");
    }

    @Test
    void declinedOrderWaitsUntilItIsPaidInCrypto() {
        customer.replaceSeededCard(DECLINING);

        customer.order(1, "monthly", "test").succeeds();
        assertThat(customer.invoice(72)).isEqualTo("Unpaid 400.00 100.00 300.00 300.00");
        assertThat(customer.serviceStatus(13)).isEqualTo("Pending");
        assertThat(customer.balance()).isEqualTo("0.0");

        customer.settle(72);
        assertThat(customer.invoice(72)).isEqualTo("Paid 400.00 100.00 300.00 0.00");
        assertThat(customer.serviceStatus(13)).isEqualTo("Active");
        assertThat(customer.balance()).isEqualTo("0.0");
    }

    @Test
    void orderWithoutAnyCardWaitsToo() {
        customer.removeCard(15);

        customer.order(1, "monthly", "test").succeeds();

        assertThat(customer.invoice(72)).isEqualTo("Unpaid 400.00 100.00 300.00 300.00");
        assertThat(customer.serviceStatus(13)).isEqualTo("Pending");
    }

    @Test
    void pendingOrderIsChargedOnItsDueDateToTheCardOfThatDay() {
        customer.replaceSeededCard(DECLINING);
        customer.order(1, "monthly", "test").succeeds();
        customer.removeCard(16);
        customer.addCard("pm_card_mastercard");

        customer.advanceTo("2024-06-23T03:59:59.999Z");
        assertThat(customer.serviceStatus(13)).isEqualTo("Pending");

        customer.advanceTo("2024-06-23T04:00:00Z"); // the day begins in New York
        assertThat(customer.invoice(72)).startsWith("Paid");
        assertThat(customer.<String>invoice(72, "datepaid")).isEqualTo("2024-06-23 00:00:00");
        assertThat(customer.serviceStatus(13)).isEqualTo("Active");
    }

    @Test
    void pendingOrderThatStaysUnpaidStaysPending() {
        customer.replaceSeededCard(DECLINING);
        customer.order(1, "monthly", "test").succeeds();

        assertThat(customer.effectsUntil("2024-06-30T00:00:00Z"))
                .filteredOn(effect -> effect.contains("payment_failed"))
                .extracting(effect -> effect.substring(0, 24))
                .containsExactly(
                        "2024-06-23T04:00:00.000Z",
                        "2024-06-24T04:00:00.000Z",
                        "2024-06-25T04:00:00.000Z",
                        "2024-06-26T04:00:00.000Z");

        assertThat(customer.invoice(72)).startsWith("Unpaid");
        assertThat(customer.serviceStatus(13)).isEqualTo("Pending");
    }

    @Test
    void seededServiceRenewsOneMonthAfterTheSeeding() {
        customer.advanceTo("2024-06-25T03:59:59.999Z");
        assertThat(customer.invoices()).containsExactly(71, 70, 41, 34);

        customer.advanceTo("2024-06-25T04:00:00Z"); // 14 days before, in New York
        assertThat(customer.invoices()).containsExactly(72, 71, 70, 41, 34);
        assertThat(customer.invoice(72)).isEqualTo("Unpaid 400.00 100.00 300.00 300.00");
        assertThat(customer.<String>invoice(72, "date")).isEqualTo("2024-06-25");
        assertThat(customer.<String>invoice(72, "duedate")).isEqualTo("2024-07-09");
        assertThat(customer.<String>invoice(72, "items[0].description"))
                .contains("07/09/2024", "08/08/2024");

        customer.advanceTo("2024-07-09T03:59:59.999Z");
        assertThat(customer.invoice(72)).startsWith("Unpaid");

        customer.advanceTo("2024-07-09T04:00:00Z");
        assertThat(customer.invoice(72)).isEqualTo("Paid 400.00 100.00 300.00 0.00");
        assertThat(customer.<String>invoice(72, "datepaid")).isEqualTo("2024-07-09 00:00:00");
        assertThat(customer.serviceStatus(12)).isEqualTo("Active");
    }

    @Test
    void renewalsFollowEachOtherMonthByMonth() {
        customer.advanceTo("2024-12-01T12:00:00Z");

        assertThat(customer.api().get("/billing/invoices").<List<String>>at("$..duedate"))
                .startsWith("2024-12-09", "2024-11-09", "2024-10-09", "2024-09-09", "2024-08-09");
        assertThat(customer.invoice(76)).isEqualTo("Paid 400.00 0.00 400.00 0.00");
        assertThat(customer.invoice(77)).isEqualTo("Unpaid 400.00 0.00 400.00 400.00");
        assertThat(customer.serviceStatus(12)).isEqualTo("Active");
    }

    @Test
    void monthOfThe31stEndsWithEachMonth() {
        customer = Customer.frozenAt(port, "2024-01-31T17:00:00Z");

        customer.advanceTo("2024-05-25T12:00:00Z");

        assertThat(customer.api().get("/billing/invoices").<List<String>>at("$..duedate"))
                .containsSubsequence("2024-05-31", "2024-04-30", "2024-03-31", "2024-02-29");
    }

    @Test
    void renewalPaidInAdvanceIsNotCharged() {
        customer.advanceTo("2024-06-26T12:00:00Z");
        customer.settle(72);
        assertThat(customer.invoice(72)).startsWith("Paid");

        assertThat(customer.effectsUntil("2024-07-25T00:00:00Z"))
                .noneMatch(effect -> effect.contains("invoice"));
        assertThat(customer.effectsUntil("2024-07-26T12:00:00Z"))
                .anyMatch(effect -> effect.contains("invoice.created invoice 73"));
        assertThat(customer.<String>invoice(73, "duedate")).isEqualTo("2024-08-09");
    }

    @Test
    void creditThatCoversARenewalPaysItAsItIsMade() {
        customer.settle(customer.fundsInvoice("700.50"));
        customer.advanceTo("2024-06-25T00:00:00Z");

        assertThat(customer.effectsUntil("2024-07-25T00:00:00Z"))
                .filteredOn(effect -> !effect.contains("organization"))
                .containsExactly(
                        "2024-06-25T04:00:00.000Z invoice.created invoice 73 null Unpaid",
                        "2024-06-25T04:00:00.000Z balance.changed balance 800.50 400.50",
                        "2024-06-25T04:00:00.000Z invoice.paid invoice 73 Unpaid Paid");
        assertThat(customer.invoice(73)).isEqualTo("Paid 400.00 400.00 0.00 0.00");

        customer.advanceTo("2024-08-10T00:00:00Z");
        assertThat(customer.invoice(74)).isEqualTo("Paid 400.00 400.00 0.00 0.00");
        assertThat(customer.<String>invoice(74, "duedate")).isEqualTo("2024-08-09");
        assertThat(customer.balance()).isEqualTo("0.5");
    }

    @Test
    void declinedRenewalIsRetriedDailyThreeTimesAndThenTheServiceIsSuspended() {
        customer.replaceSeededCard(DECLINING);
        customer.advanceTo("2024-07-09T00:00:00Z");

        assertThat(customer.effectsUntil("2024-08-07T00:00:00Z"))
                .containsExactly(
                        "2024-07-09T04:00:00.000Z invoice.payment_failed invoice 72 Unpaid Unpaid:"
                                + " Your card was declined.",
                        "2024-07-10T04:00:00.000Z invoice.payment_failed invoice 72 Unpaid Unpaid:"
                                + " Your card was declined.",
                        "2024-07-11T04:00:00.000Z invoice.payment_failed invoice 72 Unpaid Unpaid:"
                                + " Your card was declined.",
                        "2024-07-12T04:00:00.000Z invoice.payment_failed invoice 72 Unpaid Unpaid:"
                                + " Your card was declined.",
                        "2024-07-12T04:00:00.000Z invoice.capture_given_up invoice 72 Unpaid"
                                + " Unpaid",
                        "2024-07-12T04:00:00.000Z hosting.suspended service 12 Active Suspended");

        assertThat(customer.serviceStatus(12)).isEqualTo("Suspended");
        assertThat(customer.suspensionReason(12)).isNotEmpty();
        assertThat(customer.invoice(72)).isEqualTo("Unpaid 400.00 100.00 300.00 300.00");
        assertThat(customer.invoices()).startsWith(72);
    }

    @Test
    void serviceStaysActiveWhileItsRenewalIsRetried() {
        customer.replaceSeededCard(DECLINING);
        customer.advanceTo("2024-07-11T12:00:00Z");
        assertThat(customer.serviceStatus(12)).isEqualTo("Active");

        customer.removeCard(16);
        customer.addCard("pm_card_visa");
        customer.advanceTo("2024-07-12T04:00:00Z");

        assertThat(customer.invoice(72)).startsWith("Paid");
        assertThat(customer.<String>invoice(72, "datepaid")).isEqualTo("2024-07-12 00:00:00");
        assertThat(customer.serviceStatus(12)).isEqualTo("Active");
    }

    @Test
    void suspendedServiceIsReactivatedWhenItsInvoiceIsPaid() {
        customer.replaceSeededCard(DECLINING);
        customer.advanceTo("2024-07-20T12:00:00Z");
        assertThat(customer.serviceStatus(12)).isEqualTo("Suspended");

        customer.settle(72);
        assertThat(customer.invoice(72)).startsWith("Paid");
        assertThat(customer.serviceStatus(12)).isEqualTo("Active");
        assertThat(customer.suspensionReason(12)).isEmpty();

        // The month is the invoiced one; the next is invoiced as usual.
        customer.advanceTo("2024-07-26T12:00:00Z");
        assertThat(customer.invoices()).startsWith(73, 72);
        assertThat(customer.<String>invoice(73, "duedate")).isEqualTo("2024-08-09");
    }

    @Test
    void monthThatIsPaidWhenItWouldBeOverBeginsThen() {
        customer.replaceSeededCard(DECLINING);
        customer.advanceTo("2024-09-01T12:00:00Z");

        customer.settle(72);
        assertThat(customer.serviceStatus(12)).isEqualTo("Active");

        customer.advanceTo("2024-09-17T12:00:00Z");
        assertThat(customer.<String>invoice(73, "duedate")).isEqualTo("2024-10-01");
    }

    @Test
    void cardIsChargedForWhatAPartialPaymentHasLeft() {
        customer.advanceTo("2024-06-26T12:00:00Z");
        customer.pay(72, "btc", "partially_paid"); // 180 of 300
        customer.advance("PT11S");
        assertThat(customer.invoice(72)).isEqualTo("Unpaid 400.00 100.00 300.00 120.00");

        customer.advanceTo("2024-07-09T04:00:00Z");

        assertThat(customer.invoice(72)).isEqualTo("Paid 400.00 100.00 300.00 0.00");
        assertThat(customer.balance()).isEqualTo("0.0");
    }

    @Test
    void invoicesThatAddFundsAreNeverCharged() {
        var funds = customer.fundsInvoice("10");

        customer.advance("P60D");

        assertThat(customer.invoice(funds)).isEqualTo("Unpaid 10.00 0.00 10.00 10.00");
        assertThat(List.of(34, 41, 71))
                .allSatisfy(seeded -> assertThat(customer.invoice(seeded)).startsWith("Unpaid"));
    }

    @Test
    void creditIsNeverAppliedToFunds() {
        customer.fundsInvoice("10");

        assertThat(customer.balance()).isEqualTo("100.0");
        assertThat(customer.<String>invoice(72, "credit")).isEqualTo("0.00");
    }

    @Test
    void nothingFallsDueBecauseOfTheSeededPast() {
        customer = Customer.frozenAt(port, "2031-03-01T12:00:00Z");

        assertThat(customer.effectsUntil("2031-03-15T12:00:00Z")).isEmpty();
        assertThat(customer.serviceStatus(12)).isEqualTo("Active");
        assertThat(customer.api().get("/services/12").<String>at("$.service.regdate"))
                .isEqualTo("2024-06-05");
    }

    @Test
    void cardThatHasExpiredByThenDeclines() {
        customer = Customer.frozenAt(port, "2030-01-20T12:00:00Z"); // card 15 expires 01/30

        assertThat(customer.effectsUntil("2030-02-20T12:00:00Z"))
                .contains(
                        "2030-02-20T05:00:00.000Z invoice.payment_failed invoice 72 Unpaid Unpaid:"
                                + " Your card has expired.");
        assertThat(customer.invoice(72)).startsWith("Unpaid");
    }
}
