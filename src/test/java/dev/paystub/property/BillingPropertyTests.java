package dev.paystub.property;

import dev.paystub.testing.RunningServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * After each of a random sequence of legal and illegal calls the account equals a small model of
 * the documents' rules. A failing sequence is shrunk and printed with its seed.
 */
class BillingPropertyTests {

    private static final int SEQUENCES = 20;
    private static final int MANY_SEQUENCES = 100;
    private static final int MOST_STEPS = 25;

    private static RunningServer server;

    @BeforeContainer
    static void startServer() {
        server = RunningServer.shared();
    }

    /** One call, or a few that belong together. */
    sealed interface Step {
        void take(BillingWorld world);
    }

    @Property(tries = SEQUENCES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void accountsFollowTheModel(
            @ForAll("starts") Instant start, @ForAll("sequences") List<Step> steps) {
        follows(start, steps);
    }

    @Property(
            tries = MANY_SEQUENCES,
            edgeCases = EdgeCasesMode.NONE,
            shrinking = ShrinkingMode.BOUNDED)
    @Tag("slow")
    void soTheyDoAfterMany(@ForAll("starts") Instant start, @ForAll("sequences") List<Step> steps) {
        follows(start, steps);
    }

    private static void follows(Instant start, List<Step> steps) {
        var world = new BillingWorld(server.port(), server.dataSource(), start);
        try {
            world.agrees();
            for (var step : steps) {
                step.take(world);
                world.agrees();
            }
            world.showsTheSame();
        } catch (AssertionError e) {
            throw new AssertionError(
                    "%s%nafter%n%s".formatted(e.getMessage(), String.join("\n", world.trace())), e);
        }
    }

    /**
     * Returns starting times, including ends of months, a leap day, and the evening before New York
     * changes its clocks.
     */
    @Provide
    Arbitrary<Instant> starts() {
        return Arbitraries.of(
                        "2024-06-09T15:23:43.444Z",
                        "2025-01-31T12:00:00Z",
                        "2025-11-01T04:30:00Z",
                        "2027-03-13T23:59:59.999Z",
                        "2028-02-29T00:00:00Z")
                .map(Instant::parse);
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        return steps().list()
                .ofMinSize(1)
                .ofMaxSize(MOST_STEPS)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Step> steps() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, addFunds()),
                Tuple.of(4, payInvoice()),
                Tuple.of(4, deposit()),
                Tuple.of(3, Arbitraries.just(new PayMonth())),
                Tuple.of(5, order()),
                Tuple.of(2, addCard()),
                Tuple.of(2, Arbitraries.just(new OnlyABadCard())),
                Tuple.of(1, deleteCard()),
                Tuple.of(1, makeDefault()),
                Tuple.of(8, advance()),
                Tuple.of(2, subscribe()),
                Tuple.of(1, openLink()),
                Tuple.of(1, payLink()),
                Tuple.of(1, changeCard()),
                Tuple.of(2, update()),
                Tuple.of(1, cancel()),
                Tuple.of(2, resubscribe()),
                Tuple.of(1, use()),
                Tuple.of(1, Arbitraries.just(new Reset())));
    }

    record AddFunds(String amount) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.addFunds(amount, () -> world.model.addFunds(new BigDecimal(amount)));
        }
    }

    private static Arbitrary<Step> addFunds() {
        var good =
                Arbitraries.integers()
                        .between(100, 60_00)
                        .map(cents -> BigDecimal.valueOf(cents, 2).toPlainString());
        var edges =
                Arbitraries.of("1", "100000.00", "480", "0", "-5", "0.99", "100000.01", "2.005");
        return Arbitraries.frequencyOf(Tuple.of(3, good), Tuple.of(1, edges)).map(AddFunds::new);
    }

    /** Adds funds: an invoice, its payment, and the eleven seconds that it takes. */
    record Deposit(String amount) implements Step {
        @Override
        public void take(BillingWorld world) {
            new AddFunds(amount).take(world);
            world.payInvoice(world.model.invoices.lastKey(), "btc", "");
            world.advance(Duration.ofSeconds(11));
        }
    }

    private static Arbitrary<Step> deposit() {
        return Arbitraries.of("1", "3.33", "25", "70", "400").map(Deposit::new);
    }

    /** Pays the oldest unpaid invoice of a service, in time or late, if there is one. */
    record PayMonth() implements Step {
        @Override
        public void take(BillingWorld world) {
            world.model.invoices.entrySet().stream()
                    .filter(entry -> !entry.getValue().settled)
                    .filter(entry -> entry.getValue().kind == BillingModel.Kind.MONTH)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(invoice -> {
                        world.payInvoice(invoice, "btc", "");
                        world.advance(Duration.ofSeconds(11));
                    });
        }
    }

    /** Pays an unpaid invoice; occasionally one that is paid or does not exist. */
    record PayInvoice(int nth, String currency, String walk) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.payInvoice(invoice(world.model), currency, walk);
        }

        private long invoice(BillingModel model) {
            var paid = nth % 10 == 9;
            var numbers =
                    model.invoices.entrySet().stream()
                            .filter(entry -> entry.getValue().settled == paid)
                            .map(Map.Entry::getKey)
                            .toList();
            return numbers.isEmpty() || nth % 10 == 8 ? 9999 : numbers.get(nth % numbers.size());
        }
    }

    private static Arbitrary<Step> payInvoice() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 99),
                        often(Arbitraries.of("btc", "eth", "BTC", "usdttrc20"), "nope"),
                        often(walks(), "bogus"))
                .as(PayInvoice::new);
    }

    private static Arbitrary<String> walks() {
        return Arbitraries.of("", "success", "", "failed", "partially_paid", "expired", "common");
    }

    private static <T> Arbitrary<T> often(Arbitrary<T> good, T bad) {
        return Arbitraries.frequencyOf(Tuple.of(12, good), Tuple.of(1, Arbitraries.just(bad)));
    }

    record Order(int pid, String cycle, String hostname) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.order(pid, cycle, hostname);
        }
    }

    private static Arbitrary<Step> order() {
        var hourly =
                Combinators.combine(
                                often(Arbitraries.of(4, 9, 11, 12), 99),
                                often(Arbitraries.just("hourly"), "daily"),
                                often(Arbitraries.just("h"), "-h-"))
                        .as(Order::new);
        var monthly =
                Combinators.combine(
                                Arbitraries.of(1, 5, 7),
                                Arbitraries.just("monthly"),
                                Arbitraries.just("h"))
                        .as(Order::new);
        return Arbitraries.oneOf(hourly, monthly);
    }

    record AddCard(String method) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.addCard(method);
        }
    }

    private static Arbitrary<Step> addCard() {
        return Arbitraries.of(
                        "pm_card_chargeCustomerFail",
                        "pm_card_visa",
                        "pm_1SomeOther",
                        "pm_1P6wzCFTTwwr4vA7vu6Rb5Iz",
                        "pm_card_visa_chargeDeclined",
                        "pm_card_nobody")
                .map(AddCard::new);
    }

    /** Makes a card that declines every charge the only card. */
    record OnlyABadCard() implements Step {
        @Override
        public void take(BillingWorld world) {
            for (var card : List.copyOf(world.model.cards.keySet())) {
                world.deleteCard(card);
            }
            world.addCard("pm_card_chargeCustomerFail");
        }
    }

    record DeleteCard(long card) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.deleteCard(card);
        }
    }

    private static Arbitrary<Step> deleteCard() {
        return Arbitraries.longs().between(15, 18).map(DeleteCard::new);
    }

    record MakeDefault(long card) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.makeDefault(card);
        }
    }

    private static Arbitrary<Step> makeDefault() {
        return Arbitraries.longs().between(15, 18).map(MakeDefault::new);
    }

    record Advance(Duration by) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.advance(by);
        }
    }

    private static Arbitrary<Step> advance() {
        var marks =
                Arbitraries.of(
                                "PT10.245S",
                                "PT1H",
                                "PT24H",
                                "P14D",
                                "P40D",
                                "PT0S",
                                "PT11S",
                                "-PT1S")
                        .map(Duration::parse);
        var any =
                Arbitraries.longs()
                        .between(1, Duration.ofDays(40).toMillis())
                        .withDistribution(RandomDistribution.uniform())
                        .map(Duration::ofMillis);
        return Arbitraries.oneOf(marks, any).map(Advance::new);
    }

    record OpenLink(int organization, int quantity) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.openLink(organization, quantity);
        }
    }

    private static Arbitrary<Step> openLink() {
        return Combinators.combine(organizations(), quantities()).as(OpenLink::new);
    }

    private static Arbitrary<Integer> organizations() {
        return often(Arbitraries.of(1001, 1002), 1003);
    }

    private static Arbitrary<Integer> quantities() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(1, 9, 10, 49, 50, 99, 100, 499, 500, 10_000)),
                Tuple.of(4, Arbitraries.integers().between(1, 120)),
                Tuple.of(1, Arbitraries.of(0, -1, 10_001)));
    }

    record Subscribe(int organization, int quantity, String card) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.openLink(organization, quantity);
            world.payLink(organization, card);
        }
    }

    private static Arbitrary<Step> subscribe() {
        return Combinators.combine(Arbitraries.of(1002, 1002, 1001), quantities(), cards())
                .as(Subscribe::new);
    }

    /** Pays the latest link, which may be used, replaced or expired. */
    record PayLink(int organization, String card) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.payLink(organization, card);
        }
    }

    private static Arbitrary<Step> payLink() {
        return Combinators.combine(Arbitraries.of(1001, 1002), cards()).as(PayLink::new);
    }

    /**
     * Returns a good card, one that is declined when charged, and one that is declined when stored.
     */
    private static Arbitrary<String> cards() {
        return Arbitraries.of("4242424242424242", "4000000000000341", "4000000000000002");
    }

    record ChangeCard(int organization, String card) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.changeCard(organization, card);
        }
    }

    private static Arbitrary<Step> changeCard() {
        return Combinators.combine(organizations(), cards()).as(ChangeCard::new);
    }

    record Update(int organization, int quantity) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.updateSubscription(organization, quantity);
        }
    }

    private static Arbitrary<Step> update() {
        return Combinators.combine(organizations(), quantities()).as(Update::new);
    }

    record Cancel(int organization) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.cancelSubscription(organization);
        }
    }

    /** Cancels and subscribes again, which keeps the resources. */
    record Resubscribe(int organization) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.cancelSubscription(organization);
            world.openLink(organization, 100);
            world.payLink(organization, "4242424242424242");
        }
    }

    private static Arbitrary<Step> resubscribe() {
        return Arbitraries.of(1001, 1002).map(Resubscribe::new);
    }

    private static Arbitrary<Step> cancel() {
        return organizations().map(Cancel::new);
    }

    record Use(int organization, int resources) implements Step {
        @Override
        public void take(BillingWorld world) {
            world.use(organization, resources);
        }
    }

    private static Arbitrary<Step> use() {
        return Combinators.combine(organizations(), Arbitraries.integers().between(-1, 60))
                .as(Use::new);
    }

    /** Resets the account. */
    record Reset() implements Step {
        @Override
        public void take(BillingWorld world) {
            world.reset();
        }
    }
}
