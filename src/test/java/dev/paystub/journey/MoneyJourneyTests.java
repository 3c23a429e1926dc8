package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Adding funds and paying for them in a cryptocurrency. */
@ServerTest
@Tag("postgres-full")
class MoneyJourneyTests {

    private static final String NEVER = "0000-00-00 00:00:00";

    @LocalServerPort private int port;
    private Customer customer;

    @BeforeEach
    void frozenAtTheDocumentsInstant() {
        customer = Customer.frozenAt(port, "2024-06-09T15:23:43.444Z");
    }

    @AfterEach
    void booksAreInOrder() {
        customer.api().isAudited();
    }

    @Test
    void fundsRaiseTheBalanceOnceTheyArePaid() {
        var invoice = customer.fundsInvoice("10");
        assertThat(customer.invoices()).containsExactly(72, 71, 70, 41, 34);
        assertThat(customer.invoice(invoice)).isEqualTo("Unpaid 10.00 0.00 10.00 10.00");
        assertThat(customer.<String>invoice(invoice, "duedate")).isEqualTo("2024-06-23");
        assertThat(customer.<String>invoice(invoice, "datepaid")).isEqualTo(NEVER);
        assertThat(customer.balance()).isEqualTo("100.0");

        var payment = customer.pay(invoice, "btc").succeeds();
        assertThat(payment.<String>at("$.payment.id")).isEqualTo("4465327355");
        assertThat(payment.<Integer>at("$.payment.price_amount")).isEqualTo(10);
        assertThat(customer.balance()).isEqualTo("100.0");

        customer.advance("PT11S");
        assertThat(customer.paymentStatus("4465327355")).isEqualTo("finished");
        assertThat(customer.invoice(invoice)).isEqualTo("Paid 10.00 0.00 10.00 0.00");
        assertThat(customer.<String>invoice(invoice, "datepaid")).isEqualTo("2024-06-09 11:23:53");
        assertThat(customer.balance()).isEqualTo("110.0");
    }

    @Test
    void successWalksThroughEveryStatusInTenSeconds() {
        var payment = customer.pay(34, "btc", "success");

        assertThat(customer.paymentStatus(payment)).isEqualTo("waiting");
        assertThat(Customer.effects(customer.api().advance("PT10.245S")))
                .containsExactly(
                        "2024-06-09T15:23:46.444Z crypto_payment.confirming crypto payment"
                                + " 4465327355 waiting confirming",
                        "2024-06-09T15:23:49.444Z crypto_payment.confirmed crypto payment"
                                + " 4465327355 confirming confirmed",
                        "2024-06-09T15:23:51.444Z crypto_payment.sending crypto payment 4465327355"
                                + " confirmed sending",
                        "2024-06-09T15:23:53.689Z crypto_payment.finished crypto payment"
                                + " 4465327355 sending finished",
                        "2024-06-09T15:23:53.689Z invoice.paid invoice 34 Unpaid Paid",
                        "2024-06-09T15:23:53.689Z balance.changed balance 100.00 125.00");
    }

    @Test
    void pollSeesEachStatusAsTheClockReachesIt() {
        var payment = customer.pay(34, "btc", "success");

        customer.advance("PT2.999S");
        assertThat(customer.paymentStatus(payment)).isEqualTo("waiting");
        customer.advance("PT0.001S");
        assertThat(customer.paymentStatus(payment)).isEqualTo("confirming");
        customer.advance("PT3S");
        assertThat(customer.paymentStatus(payment)).isEqualTo("confirmed");
        customer.advance("PT2S");
        assertThat(customer.paymentStatus(payment)).isEqualTo("sending");
        assertThat(customer.invoice(34)).startsWith("Unpaid");
        customer.advance("PT2.245S");
        assertThat(customer.paymentStatus(payment)).isEqualTo("finished");
        assertThat(customer.invoice(34)).startsWith("Paid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "expired"})
    void paymentThatComesToNothingLeavesTheInvoiceAsItWas(String walk) {
        var payment = customer.pay(34, "btc", walk);

        customer.advance("P1D");

        assertThat(customer.paymentStatus(payment)).isEqualTo(walk);
        assertThat(customer.invoice(34)).isEqualTo("Unpaid 25.00 0.00 25.00 25.00");
        assertThat(customer.balance()).isEqualTo("100.0");
    }

    @Test
    void commonWaitsUntilItIsNotValidAnyMore() {
        var payment = customer.pay(34, "btc", "common");

        customer.advanceTo("2024-06-16T15:23:43.443Z");
        assertThat(customer.paymentStatus(payment)).isEqualTo("waiting");

        customer.advance("PT0.001S");
        assertThat(customer.paymentStatus(payment)).isEqualTo("expired");
        assertThat(customer.invoice(34)).isEqualTo("Unpaid 25.00 0.00 25.00 25.00");
    }

    @Test
    void partOfThePriceLeavesTheRestToPay() {
        var part = customer.pay(34, "btc", "partially_paid");
        customer.advance("PT11S");
        assertThat(customer.paymentStatus(part)).isEqualTo("partially_paid");
        assertThat(customer.invoice(34)).isEqualTo("Unpaid 25.00 0.00 25.00 10.00");
        assertThat(customer.<String>invoice(34, "datepaid")).isEqualTo(NEVER);
        assertThat(customer.balance()).isEqualTo("100.0");

        var rest = customer.pay(34, "btc").succeeds();
        assertThat(rest.<Integer>at("$.payment.price_amount")).isEqualTo(10);
        assertThat(rest.<String>at("$.payment.id")).isEqualTo("4465327356");
        customer.advance("PT11S");

        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        assertThat(customer.balance()).isEqualTo("125.0");
    }

    @Test
    void whatIsAboveTheRestBecomesCredit() {
        customer.pay(34, "btc", "partially_paid"); // 15 of 25
        customer.pay(34, "btc", "success"); // and 25 besides

        customer.advance("PT11S");

        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        assertThat(customer.balance()).isEqualTo("140.0");
    }

    @Test
    void secondPaymentOfAPaidInvoiceBecomesCredit() {
        var first = customer.pay(34, "btc", "success");
        customer.advance("PT5S");
        var second = customer.pay(34, "ltc", "success");
        assertThat(second).isNotEqualTo(first);

        customer.advance("PT6S");
        assertThat(customer.invoice(34)).startsWith("Paid");
        assertThat(customer.balance()).isEqualTo("125.0");

        customer.advance("PT5S");
        assertThat(customer.paymentStatus(second)).isEqualTo("finished");
        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        assertThat(customer.<String>invoice(34, "datepaid")).isEqualTo("2024-06-09 11:23:53");
        assertThat(customer.balance()).isEqualTo("150.0");
    }

    @Test
    void partialPaymentThatComesLateBecomesCreditToo() {
        customer.pay(34, "btc", "success");
        customer.advance("PT5S");
        customer.pay(34, "btc", "partially_paid");

        customer.advance("PT11S");

        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        assertThat(customer.balance()).isEqualTo("140.0");
    }

    @Test
    void paidInvoiceCannotBePaidAgain() {
        customer.pay(70, "btc").isUserError("Invoice Not in Unpaid Status");

        customer.settle(34);
        customer.pay(34, "btc").isUserError("Invoice Not in Unpaid Status");
        assertThat(customer.balance()).isEqualTo("125.0");
    }

    @Test
    void invoiceIdStandsForItsLatestPayment() {
        customer.pay(34, "btc", "failed");
        customer.pay(34, "eth", "common");
        customer.pay(71, "ltc", "common");

        var found = customer.api().get("/billing/crypto/payments/34").succeeds();

        assertThat(found.<Number>at("$.payment.id").longValue()).isEqualTo(4465327356L);
        assertThat(found.<String>at("$.payment.pay_currency")).isEqualTo("eth");
        customer.api().get("/billing/crypto/payments/41").isUserError("Not Found");
    }

    @Test
    void amountBelowTheCoinsMinimumIsRefusedAndChangesNothing() {
        var dollar = customer.fundsInvoice("1.00");

        customer.pay(dollar, "usdterc20").isUserError("Amount is less than minimal: 5 usdterc20");

        customer.api().get("/billing/crypto/payments/" + dollar).isUserError("Not Found");
        assertThat(customer.pay(dollar, "btc").succeeds().<String>at("$.payment.id"))
                .isEqualTo("4465327355");
    }

    @ParameterizedTest
    @CsvSource({"BTC, btc", "bTc, btc", "USDTTRC20, usdttrc20", "XRP, xrp"})
    void tickerIsReadInAnyCaseAndAnsweredInLowerCase(String asked, String answered) {
        assertThat(customer.pay(34, asked).succeeds().<String>at("$.payment.pay_currency"))
                .isEqualTo(answered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dollars", "usd", "btc ", "b tc"})
    void unknownCurrencyIsRefused(String ticker) {
        customer.pay(34, ticker).isUserError("Currency is not supported");
    }

    @Test
    void currencyAndInvoiceAreRequired() {
        customer.api()
                .post("/billing/crypto/payments", "{\"invoice_id\": 34}")
                .isUserError("Currency is required");
        customer.api()
                .post("/billing/crypto/payments", "{\"currency\": \"btc\"}")
                .isUserError("is required");
        customer.pay(999, "btc").isUserError("Invoice ID Not Found");
    }

    @Test
    void unknownCaseIsRefused() {
        customer.api()
                .post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": 34, \"currency\": \"btc\", \"case\": \"luck\"}")
                .isUserError("Case must be one of");
        assertThat(customer.pay(34, "btc").succeeds().<String>at("$.payment.id"))
                .isEqualTo("4465327355");
    }

    @Test
    void largestInvoiceCanBePaidInEveryCurrency() {
        var invoice = customer.fundsInvoice("100000");
        List<String> currencies =
                customer.api().get("/billing/crypto/currencies").succeeds().at("$.currencies");
        assertThat(currencies).hasSizeGreaterThanOrEqualTo(30);

        for (var currency : currencies) {
            var created = customer.pay(invoice, currency).succeeds();
            assertThat(created.<String>at("$.payment.pay_currency")).isEqualTo(currency);
            var found = customer.api().get("/billing/crypto/payments/" + invoice).succeeds();
            assertThat(found.<Number>at("$.payment.pay_amount"))
                    .isEqualTo(created.<Number>at("$.payment.pay_amount"));
            assertThat(found.<String>at("$.payment.pay_address"))
                    .isEqualTo(created.<String>at("$.payment.pay_address"));
        }
    }

    @Test
    void someChainsNeedAMemo() {
        String memo = customer.pay(34, "xrp").succeeds().at("$.payment.payin_extra_id");

        assertThat(memo).matches("[0-9]{9,10}");
        assertThat(
                        customer.api()
                                .get("/billing/crypto/payments/34")
                                .<String>at("$.payment.payin_extra_id"))
                .isEqualTo(memo);
    }

    @ParameterizedTest
    @CsvSource({"1, 1.00", "0.5e1, 5.00", "10.5, 10.50", "99999.99, 99999.99", "100000, 100000.00"})
    void fundsAreInvoicedToTheCent(String amount, String total) {
        assertThat(customer.invoice(customer.fundsInvoice(amount)))
                .isEqualTo("Unpaid %1$s 0.00 %1$s %1$s", total);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.99", "100000.01", "10.005", "\"ten\"", "null", "1e999"})
    void fundsOutOfBoundsAreRefusedAndMakeNoInvoice(String amount) {
        customer.addFunds(amount).isUserError("Amount");

        assertThat(customer.invoices()).containsExactly(71, 70, 41, 34);
        assertThat(customer.fundsInvoice("10")).isEqualTo(72);
    }

    @Test
    void everyInvoiceOfFundsIsPaidOnItsOwn() {
        var ten = customer.fundsInvoice("10");
        var twenty = customer.fundsInvoice("20.25");
        customer.settle(twenty);

        assertThat(customer.balance()).isEqualTo("120.25");
        assertThat(customer.invoice(ten)).startsWith("Unpaid");
        customer.settle(ten);
        assertThat(customer.balance()).isEqualTo("130.25");
        assertThat(customer.<Integer>invoice(ten, "items[0].id")).isEqualTo(133);
        assertThat(customer.<Integer>invoice(twenty, "items[0].id")).isEqualTo(134);
    }
}
