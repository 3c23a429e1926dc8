package dev.paystub.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.RunningServer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random deposits at random times: statuses follow the allowed transitions, and the amounts applied
 * to invoices and added to the balance equal the worth of the coins.
 */
class DepositPropertyTests {

    private static final int SEQUENCES = 40;
    private static final int MOST_STEPS = 14;
    private static final long FIRST = 4465327355L;
    private static final BigDecimal SEEDED = new BigDecimal("100.00");

    private static RunningServer server;

    @BeforeContainer
    static void startServer() {
        server = RunningServer.shared();
    }

    /** Coins for one of the payments, a time to wait, or another payment of an invoice. */
    sealed interface Step {
        record Deposit(int nth, String coins) implements Step {}

        record Advance(String by) implements Step {}

        record Open(int invoice, String walk) implements Step {}
    }

    @Property(tries = SEQUENCES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void whatArrivesIsCredited(@ForAll("sequences") List<Step> steps) {
        var caller = Caller.frozenAt(server.port(), "2024-06-09T15:23:43.444Z");
        take(caller, new Step.Open(34, "common"));
        for (var step : steps) {
            take(caller, step);
        }
        Books.of(server.dataSource(), caller).areSound();
        caller.advance("P8D");
        var books = Books.of(server.dataSource(), caller).areSound();

        var deposited = books.rows("crypto_deposits");
        var worth = BigDecimal.ZERO;
        for (var payment : books.rows("crypto_payments")) {
            assertThat(payment.text("status")).isIn("FINISHED", "PARTIALLY_PAID", "EXPIRED");
            var coins =
                    deposited.stream()
                            .filter(row -> row.number("payment_number") == payment.number("number"))
                            .map(row -> row.money("amount"))
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            var share = coins.signum() == 0 ? playedBy(caller, payment.number("number")) : coins;
            worth =
                    worth.add(
                            share.multiply(payment.money("price_amount"))
                                    .divide(payment.money("pay_amount"), 2, RoundingMode.HALF_UP));
        }
        // The invoices add funds: a paid one returns to the balance what it received. The charges
        // of seeded services are not counted here.
        var credited =
                books.rows("ledger_entries").stream()
                        .map(entry -> entry.money("amount").max(BigDecimal.ZERO))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        var applied =
                books.rows("invoices").stream()
                        .filter(invoice -> invoice.text("status").equals("UNPAID"))
                        .map(invoice -> invoice.money("amount_paid"))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(credited.add(applied)).isEqualByComparingTo(SEEDED.add(worth));
    }

    /** Returns the coins of a payment that its case simulated. */
    private static BigDecimal playedBy(Caller caller, long number) {
        var coins = caller.get("/sandbox/crypto/payments/" + number).at("$.actually_paid");
        return new BigDecimal(coins.toString());
    }

    private static void take(Caller caller, Step step) {
        switch (step) {
            case Step.Deposit deposit -> {
                List<Long> payments = caller.get("/sandbox/crypto/payments").at("$.payments[*].id");
                var payment = payments.get(deposit.nth() % payments.size());
                var reply =
                        caller.post(
                                "/sandbox/crypto/payments/" + payment + "/deposits",
                                "{\"amount\": %s}".formatted(deposit.coins()));
                assertThat(reply.status()).as(reply.body()).isIn(200, 409);
                assertThat(payment).isGreaterThanOrEqualTo(FIRST);
            }
            case Step.Advance advance -> caller.advance(advance.by());
            case Step.Open open -> {
                var reply =
                        caller.post(
                                "/billing/crypto/payments",
                                "{\"invoice_id\": %d, \"currency\": \"btc\", \"case\": \"%s\"}"
                                        .formatted(open.invoice(), open.walk()));
                assertThat(reply.status()).isEqualTo(200);
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, deposits()), Tuple.of(4, advances()), Tuple.of(1, openings()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST_STEPS);
    }

    private static Arbitrary<Step> deposits() {
        var marks =
                Arbitraries.of("0.0006047", "0.00036282", "0.00024188", "0.00000001", "0.00060469");
        var any =
                Arbitraries.longs()
                        .between(1, 200_000)
                        .map(satoshi -> BigDecimal.valueOf(satoshi, 8).toPlainString());
        return Arbitraries.oneOf(marks, any)
                .flatMap(coins ->
                        Arbitraries.integers()
                                .between(0, 5)
                                .map(nth -> new Step.Deposit(nth, coins)));
    }

    private static Arbitrary<Step> advances() {
        return Arbitraries.of(
                        "PT0.001S",
                        "PT2S",
                        "PT3S",
                        "PT2.245S",
                        "PT7.244S",
                        "PT7.245S",
                        "PT1H",
                        "P6D",
                        "P7D")
                .map(Step.Advance::new);
    }

    private static Arbitrary<Step> openings() {
        return Arbitraries.of("common", "common", "success", "partially_paid", "expired")
                .flatMap(walk ->
                        Arbitraries.of(34, 41).map(invoice -> new Step.Open(invoice, walk)));
    }
}
