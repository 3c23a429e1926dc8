package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Simulated deposits, in time or late, too few or too many, by the API or the page's forms. */
@ServerTest
@Tag("postgres-full")
class CryptoDepositJourneyTests {

    private static final long PAYMENT = 4465327355L;
    private static final String PAYMENTS = "/sandbox/crypto/payments";

    @LocalServerPort private int port;
    @Autowired private DataSource dataSource;
    private Customer customer;
    private Caller api;

    @BeforeEach
    void paymentThatWaits() {
        customer = Customer.frozenAt(port, "2024-06-09T15:23:43.444Z");
        api = customer.api();
        customer.pay(34, "btc", "common");
    }

    private Reply deposit(long payment, String amount) {
        return api.post(
                PAYMENTS + "/" + payment + "/deposits", "{\"amount\": %s}".formatted(amount));
    }

    private Reply payment(long number) {
        return api.get(PAYMENTS + "/" + number).expect(200);
    }

    private String status(long number) {
        return payment(number).at("$.status");
    }

    /** Presses a button on the payment's page, as a browser without scripts does. */
    private Reply press(long number, String button) {
        return customer.submitForm(payment(number).at("$.page_url"), Map.of("pay", button));
    }

    private static BigDecimal decimal(Reply reply, String path) {
        return new BigDecimal(reply.at(path).toString());
    }

    private void booksAreSound() {
        Books.of(dataSource, api).areSound();
    }

    @Test
    void exactAmountWalksByTheClockAndPaysTheInvoice() {
        var seen = deposit(PAYMENT, "0.0006047").expect(200);
        assertThat(seen.<String>at("$.payment.status")).isEqualTo("confirming");
        assertThat(seen.body()).doesNotContain("child");
        assertThat(customer.paymentStatus("34")).isEqualTo("confirming");
        assertThat(customer.invoice(34)).startsWith("Unpaid");

        assertThat(Customer.effects(api.advance("PT7.245S")))
                .containsExactly(
                        "2024-06-09T15:23:46.444Z crypto_payment.confirmed crypto payment"
                                + " 4465327355 confirming confirmed",
                        "2024-06-09T15:23:48.444Z crypto_payment.sending crypto payment 4465327355"
                                + " confirmed sending",
                        "2024-06-09T15:23:50.689Z crypto_payment.finished crypto payment"
                                + " 4465327355 sending finished",
                        "2024-06-09T15:23:50.689Z invoice.paid invoice 34 Unpaid Paid",
                        "2024-06-09T15:23:50.689Z balance.changed balance 100.00 125.00");
        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        assertThat(customer.advance("P8D").paymentStatus("34")).isEqualTo("finished");
        booksAreSound();
    }

    @Test
    void factsTellOfEveryDeposit() {
        deposit(PAYMENT, "0.0001").expect(200);
        deposit(PAYMENT, "0.0002").expect(200);

        assertThat(Books.of(dataSource, api).rows("events"))
                .filteredOn(event -> event.text("type").equals("crypto_deposit.received"))
                .extracting(event -> event.text("from_state") + " -> " + event.text("to_state"))
                .containsExactly("0 btc -> 0.0001 btc", "0.0001 btc -> 0.0003 btc");
    }

    @Test
    void restBeforeSettlingFinishesThePayment() {
        press(PAYMENT, "part").expect(200);
        assertThat(decimal(payment(PAYMENT), "$.actually_paid")).isEqualByComparingTo("0.00036282");
        customer.advance("PT6S");
        press(PAYMENT, "rest").expect(200);
        assertThat(payment(PAYMENT).<List<Object>>at("$.deposits")).hasSize(2);
        customer.advance("PT1.244S");
        assertThat(status(PAYMENT)).isEqualTo("sending");

        customer.advance("PT0.001S");

        assertThat(status(PAYMENT)).isEqualTo("finished");
        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        assertThat(customer.balance()).isEqualTo("125.0");
        booksAreSound();
    }

    @Test
    void restAfterSettlingIsAChildPayment() {
        press(PAYMENT, "part").expect(200);
        customer.advance("PT8S");
        assertThat(status(PAYMENT)).isEqualTo("partially_paid");
        assertThat(customer.invoice(34)).isEqualTo("Unpaid 25.00 0.00 25.00 10.00");

        press(PAYMENT, "rest").expect(200);

        var child = payment(PAYMENT + 1);
        assertThat(child.<Long>at("$.parent_payment_id")).isEqualTo(PAYMENT);
        assertThat(child.<Integer>at("$.invoice_id")).isEqualTo(34);
        assertThat(child.<String>at("$.pay_address"))
                .isEqualTo(payment(PAYMENT).at("$.pay_address"));
        assertThat(child.<String>at("$.status")).isEqualTo("confirming");
        assertThat(decimal(child, "$.pay_amount")).isEqualByComparingTo("0.00024188");
        press(PAYMENT, "rest").expect(409);
        for (var next : List.of("PT3S confirmed", "PT2S sending", "PT2.245S finished")) {
            customer.advance(next.split(" ")[0]);
            assertThat(status(PAYMENT + 1)).isEqualTo(next.split(" ")[1]);
        }
        assertThat(status(PAYMENT)).isEqualTo("partially_paid");
        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        assertThat(customer.balance()).isEqualTo("125.0");
        booksAreSound();
    }

    @Test
    void overpaymentBecomesCredit() {
        press(PAYMENT, "over").expect(200);
        customer.advance("PT8S");

        assertThat(status(PAYMENT)).isEqualTo("finished");
        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        // 0.00075588 / 0.0006047 x 25 = 31.25; 25 of it paid the invoice, which added 25 of funds
        assertThat(customer.balance()).isEqualTo("131.25");
        booksAreSound();
    }

    @Test
    void depositAfterExpiryIsAChildPayment() {
        customer.advance("P7D");
        assertThat(status(PAYMENT)).isEqualTo("expired");

        var late = deposit(PAYMENT, "0.0006047").expect(200);
        assertThat(late.<String>at("$.payment.status")).isEqualTo("expired");
        assertThat(late.<Long>at("$.child.id")).isEqualTo(PAYMENT + 1);
        customer.advance("PT8S");

        assertThat(status(PAYMENT)).isEqualTo("expired");
        assertThat(customer.invoice(34)).startsWith("Paid");
        booksAreSound();
    }

    @Test
    void wrongNetworkFailsThePaymentAndCreditsNothing() {
        assertThat(press(PAYMENT, "wrong-network").expect(200).body()).contains("Payment failed");
        customer.advance("P8D");

        assertThat(status(PAYMENT)).isEqualTo("failed");
        assertThat(customer.invoice(34)).isEqualTo("Unpaid 25.00 0.00 25.00 25.00");
        assertThat(customer.balance()).isEqualTo("100.0");
        press(PAYMENT, "never").expect(409);
        assertThat(press(PAYMENT, "exactly").expect(200).body()).contains("Payment failed");
        customer.advance("PT8S");
        assertThat(customer.invoice(34)).startsWith("Paid");
        booksAreSound();
    }

    @Test
    void payerWhoGivesUpLetsThePaymentExpireAtOnce() {
        press(PAYMENT, "never").expect(200);

        assertThat(status(PAYMENT)).isEqualTo("expired");
        press(PAYMENT, "wrong-network").expect(409);
        assertThat(Books.of(dataSource, api).schedule())
                .doesNotContainKey("crypto.step " + PAYMENT);
        assertThat(customer.advance("P8D").invoice(34)).startsWith("Unpaid");
        booksAreSound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-network", "never"})
    void nothingGoesWrongOnceCoinsHaveArrived(String button) {
        deposit(PAYMENT, "0.0001").expect(200);
        assertThat(press(PAYMENT, button).expect(409).body())
                .contains("only one that waits for its first deposit");
        assertThat(status(PAYMENT)).isEqualTo("confirming");
    }

    @Test
    void dustIsCountedAndRoundedOnce() {
        deposit(PAYMENT, "0.00000001").expect(200);
        customer.advance("PT8S");
        assertThat(status(PAYMENT)).isEqualTo("partially_paid");
        assertThat(customer.invoice(34)).isEqualTo("Unpaid 25.00 0.00 25.00 25.00");
        booksAreSound();

        // Each is worth less than half a cent, but they arrive together.
        var second = Long.parseLong(customer.pay(41, "btc", "common"));
        for (var i = 0; i < 12; i++) {
            deposit(second, "0.0000001").expect(200);
        }
        customer.advance("PT8S");
        assertThat(customer.invoice(41)).isEqualTo("Unpaid 10.00 0.00 10.00 9.95");
        booksAreSound();
    }

    @Test
    void lateDustMakesAChildThatIsWorthNothingYetFinishes() {
        press(PAYMENT, "never").expect(200);
        deposit(PAYMENT, "0.00000001").expect(200);
        customer.advance("PT8S");

        assertThat(status(PAYMENT + 1)).isEqualTo("finished");
        assertThat(customer.paymentStatus(String.valueOf(PAYMENT + 1))).isEqualTo("finished");
        assertThat(deposit(PAYMENT + 1, "0.0006047").expect(200).<Long>at("$.child.id"))
                .isEqualTo(PAYMENT + 2);
        assertThat(payment(PAYMENT + 2).<Long>at("$.parent_payment_id")).isEqualTo(PAYMENT);
        customer.advance("PT8S");
        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        booksAreSound();
    }

    @Test
    void childThatMovesTakesNoDepositAndNamesItsParent() {
        press(PAYMENT, "never").expect(200);
        deposit(PAYMENT, "0.0001").expect(200);
        assertThat(deposit(PAYMENT + 1, "0.0001").expect(409).<String>at("$.detail"))
                .contains("deposit to payment 4465327355");
    }

    @Test
    void fiftyDepositsAtOnceAllCount() {
        AtOnce.run(50, client -> deposit(PAYMENT, "0.00001").expect(200));
        assertThat(decimal(payment(PAYMENT), "$.actually_paid")).isEqualByComparingTo("0.0005");
        customer.advance("PT8S");
        AtOnce.run(50, client -> deposit(PAYMENT, "0.00001").expect(200));
        customer.advance("PT8S");

        // 0.0005 / 0.0006047 x 25 = 20.67, and fifty times 0.41
        assertThat(customer.invoice(34)).isEqualTo("Paid 25.00 0.00 25.00 0.00");
        assertThat(new BigDecimal(customer.balance()))
                .isEqualByComparingTo(new BigDecimal("100").add(new BigDecimal("41.17")));
        assertThat(api.get(PAYMENTS).<List<Long>>at("$.payments[*].id"))
                .hasSize(51)
                .startsWith(PAYMENT + 50)
                .endsWith(PAYMENT);
        booksAreSound();
    }

    @Test
    void depositForAnInvoicePaidByCardMeanwhileBecomesCredit() {
        customer.removeCard(15);
        customer.order(5, "monthly", "h").succeeds();
        var invoice = customer.invoices().getFirst();
        customer.advance("P10D");
        var number = Long.parseLong(customer.pay(invoice, "btc", "common"));
        var waiting = payment(number);
        customer.addCard("pm_card_visa");
        customer.advance("P5D");
        assertThat(customer.invoice(invoice)).startsWith("Paid");
        assertThat(status(number)).isEqualTo("waiting");
        assertThat(open(link(number)).body()).contains("settled already: what arrives becomes");
        var price =
                decimal(
                        api.get("/billing/crypto/payments/" + number).succeeds(),
                        "$.payment.price_amount");
        var before = new BigDecimal(customer.balance());

        deposit(number, decimal(waiting, "$.pay_amount").toPlainString()).expect(200);
        customer.advance("PT8S");

        assertThat(status(number)).isEqualTo("finished");
        assertThat(new BigDecimal(customer.balance())).isEqualByComparingTo(before.add(price));
        booksAreSound();
    }

    @ParameterizedTest
    @CsvSource({"success, PT4S", "failed, PT4S", "partially_paid, PT4S", "expired, PT1S"})
    void paymentThatPlaysByItselfTakesNoDepositUntilItHasEnded(String walk, String meanwhile) {
        var number = Long.parseLong(customer.pay(41, "btc", walk));
        customer.advance(meanwhile);
        assertThat(deposit(number, "0.0001").expect(409).<String>at("$.detail"))
                .contains("plays its case '%s' by itself".formatted(walk));
        assertThat(press(number, "never").expect(409).body()).contains("by itself");
        customer.advance("PT10S");

        assertThat(deposit(number, "0.0001").expect(200).<String>at("$.child.status"))
                .isEqualTo("confirming");
        customer.advance("PT8S");
        booksAreSound();
    }

    @ParameterizedTest
    @CsvSource({
        "0, greater than zero",
        "-0.0001, greater than zero",
        "1e-9, at most 8 decimals",
        "0.000000001, at most 8 decimals",
        "1e999999999, exponent from -400",
        "1e-999999999, exponent from -400",
        "25, too much",
        "\"1e3\", must be a number",
        "\"\", must be a number",
        "\"NaN\", must be a number",
        "true, must be a number",
        "[1], must be a number",
        "null, is required"
    })
    void anythingButASensibleAmountIsRefused(String amount, String why) {
        var before = Books.of(dataSource, api).dump();
        assertThat(deposit(PAYMENT, amount).expect(400).<String>at("$.detail")).contains(why);
        assertThat(Books.of(dataSource, api).dump()).isEqualTo(before);
    }

    @Test
    void oneAddressTakesSoMuchAndNoMore() {
        deposit(PAYMENT, "24").expect(200);
        assertThat(deposit(PAYMENT, "0.5").expect(400).<String>at("$.detail"))
                .contains("too much", "24.18");
        customer.advance("PT8S");
        deposit(PAYMENT, "0.5").expect(400);
        deposit(PAYMENT, "0.1").expect(200);
        customer.advance("PT8S");
        booksAreSound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "34", "4465327356", "abc", "1e3", "99999999999999999999"})
    void unknownPaymentsAreNotFound(String id) {
        api.get(PAYMENTS + "/" + id).expect(404);
        api.post(PAYMENTS + "/" + id + "/deposits", "{\"amount\": 1}").expect(404);
    }

    @Test
    void roleOfTheAccountMayNotSendNorSeeTheLinks() {
        var member = new Caller(port, api.key() + ".admin");
        member.get(PAYMENTS).expect(403);
        member.get(PAYMENTS + "/" + PAYMENT).expect(403);
        member.post(PAYMENTS + "/" + PAYMENT + "/deposits", "{\"amount\": 0.0001}").expect(403);
    }

    @Test
    void latestIsThePaymentMadeLast() {
        customer.pay(41, "ltc", "common");
        assertThat(api.get(PAYMENTS + "/latest").<String>at("$.pay_currency")).isEqualTo("ltc");
        Caller.fresh(port).get(PAYMENTS + "/latest").expect(404);
    }

    @Test
    void documentedBodiesStayAsTheyAre() {
        deposit(PAYMENT, "0.0003").expect(200);
        customer.advance("PT8S");
        deposit(PAYMENT, "0.0003").expect(200);

        api.get("/billing/crypto/payments/" + (PAYMENT + 1))
                .isExactly(
                        """
                        {"result": "success", "payment": {
                          "id": 4465327356, "status": "confirming",
                          "pay_address": "377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj",
                          "price_amount": 12.4, "price_currency": "usd",
                          "pay_amount": 0.0003, "pay_currency": "btc",
                          "created_at": "2024-06-09T15:23:51.444Z",
                          "updated_at": "2024-06-09T15:23:51.444Z",
                          "payin_extra_id": null}}\
                        """);
    }

    // The page

    private String link(long number) {
        return URI.create(payment(number).<String>at("$.page_url")).getPath();
    }

    private Reply open(String path) {
        return Caller.send(api.request(path).GET().build());
    }

    @Test
    void pageShowsWhatToPayWhere() {
        var page = open(link(PAYMENT)).expect(200);
        assertThat(page.body())
                .contains("Pay invoice 34", "25.00", "Bitcoin", "0.0006047")
                .contains("377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj")
                .contains("QR code of bitcoin:377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj?amount=0.0006047")
                .contains("clock is frozen at")
                .contains("6 d 23:59:59")
                .doesNotContain("Memo or tag");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
        var xrp = Long.parseLong(customer.pay(41, "xrp", "common"));
        assertThat(open(link(xrp)).expect(200).body())
                .contains("Memo or tag", "" + payment(xrp).at("$.payin_extra_id"))
                .contains("QR code of " + payment(xrp).at("$.pay_address") + "\"");
    }

    @Test
    void statusSaysHowThePaymentStands() {
        var status = open(link(PAYMENT) + "/status").expect(200);
        assertThat(status.<String>at("$.standing.status")).isEqualTo("waiting");
        assertThat(status.<String>at("$.standing.valid_for.until"))
                .isEqualTo("2024-06-16T15:23:43.443Z");
        assertThat(status.<Object>at("$.standing.deposit_reason")).isNull();
        press(PAYMENT, "exactly").expect(200);
        customer.advance("PT8S");

        var after = open(link(PAYMENT) + "/status").expect(200);
        assertThat(after.<String>at("$.standing.title")).isEqualTo("Paid");
        assertThat(after.<Object>at("$.standing.valid_for")).isNull();
        assertThat(after.<String>at("$.standing.end_reason")).isNotEmpty();
    }

    @Test
    void linksCannotBeForgedAndDieWithTheirPayment() {
        var link = link(PAYMENT);
        var last = link.charAt(link.length() - 1) == 'a' ? 'b' : 'a';
        var other = Customer.frozenAt(port, "2024-06-09T15:23:43.444Z");
        other.pay(34, "btc", "common");
        var otherLink =
                URI.create(other.api().get(PAYMENTS + "/latest").<String>at("$.page_url"))
                        .getPath();
        var split = "/crypto/4465327355-".length() + 12;
        var before = Books.of(dataSource, api).dump();
        for (var forged :
                List.of(
                        link.substring(0, link.length() - 1) + last,
                        link.replace("4465327355-", "4465327356-"),
                        link.substring(0, link.length() - 1),
                        link + "0",
                        link.substring(0, split) + otherLink.substring(split),
                        otherLink.substring(0, split) + link.substring(split),
                        "/crypto/4465327355",
                        "/crypto/1-abc",
                        "/crypto/0-" + link.substring("/crypto/4465327355-".length()),
                        "/crypto/script")) {
            assertThat(open(forged).expect(404).body())
                    .as(forged)
                    .contains("This link leads nowhere")
                    .doesNotContain("377WTjs");
            open(forged + "/status").expect(404);
            customer.submitForm(forged, Map.of("pay", "exactly")).expect(404);
        }
        assertThat(Books.of(dataSource, api).dump()).isEqualTo(before);

        api.post("/sandbox/reset", "{\"frozen_time\": \"2024-06-09T15:23:43.444Z\"}").expect(200);
        open(link).expect(404);
        customer.pay(34, "btc", "common");
        assertThat(link(PAYMENT)).isEqualTo(link);
    }

    @Test
    void formsFromOtherSitesAreRefused() {
        var request =
                api.request(link(PAYMENT))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("pay=exactly"));
        Caller.send(request.build()).expect(403);
        assertThat(status(PAYMENT)).isEqualTo("waiting");
    }

    @ParameterizedTest
    @CsvSource({
        "amount, '', Amount is required",
        "amount, <b>1</b>, Amount must be a number",
        "amount, -1, Amount must be a number",
        "amount, 1e3, Amount must be a number",
        "amount, 0, greater than zero",
        "amount, 0.123456789, at most 8 decimals",
        "amount, 99999999999999999999999999, too much",
        "'', 1, Pay must be",
        "all, 1, Pay must be"
    })
    void badFormsShowWhatIsWrongAndChangeNothing(String pay, String amount, String why) {
        var link = link(PAYMENT);
        var before = Books.of(dataSource, api).dump();
        assertThat(
                        customer.submitForm(link, Map.of("pay", pay, "amount", amount))
                                .expect(400)
                                .body())
                .contains(why)
                .doesNotContain("<b>1</b>");
        assertThat(Books.of(dataSource, api).dump()).isEqualTo(before);
    }

    @Test
    void pageTakesAnyAmount() {
        customer.submitForm(link(PAYMENT), Map.of("pay", "amount", "amount", " 0.0003 "))
                .expect(200);
        assertThat(decimal(payment(PAYMENT), "$.actually_paid")).isEqualByComparingTo("0.0003");
    }
}
