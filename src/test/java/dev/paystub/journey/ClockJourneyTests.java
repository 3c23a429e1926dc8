package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An account's clock: real, frozen, advanced, reset. */
@ServerTest
class ClockJourneyTests {

    private static final String DOCUMENTED = "2024-06-09T15:23:43.444Z";

    @LocalServerPort private int port;

    @Test
    void clockIsRealUntilItIsFrozen() {
        var reading = Caller.fresh(port).get("/sandbox/clock").expect(200);

        assertThat(reading.<String>at("$.frozen_time")).isNull();
        assertThat(Instant.parse(reading.at("$.now")))
                .isCloseTo(Instant.now(), Assertions.within(Duration.ofMinutes(1)));
    }

    @Test
    void frozenClockShowsItsInstantWhoeverAsks() {
        var caller = Caller.fresh(port);

        freeze(caller, DOCUMENTED)
                .expect(200)
                .isExactly(
                        """
                        {"now": "%1$s", "frozen_time": "%1$s", "effects": [],
                         "effects_total": 0, "next": "0"}
                        """
                                .formatted(DOCUMENTED));

        caller.get("/sandbox/clock")
                .isExactly(
                        """
                        {"now": "%1$s", "frozen_time": "%1$s"}
                        """
                                .formatted(DOCUMENTED));
        assertThat(
                        caller.post("/billing/invoices/funds", "{\"amount\": 10}")
                                .succeeds()
                                .<Integer>at("$.invoice_id"))
                .isEqualTo(72);
        assertThat(caller.get("/billing/invoices/72").<String>at("$.invoice.date"))
                .isEqualTo("2024-06-09");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-06-09T11:23:43.444-04:00, 2024-06-09T15:23:43.444Z",
        "2024-06-09T15:23:43Z, 2024-06-09T15:23:43.000Z",
        "2024-06-09T15:23:43.444999Z, 2024-06-09T15:23:43.444Z",
        "2000-01-01T00:00:00Z, 2000-01-01T00:00:00.000Z",
        "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z"
    })
    void anyInstantWillDo(String instant, String shown) {
        assertThat(freeze(Caller.fresh(port), instant).expect(200).<String>at("$.now"))
                .isEqualTo(shown);
    }

    @Test
    void accountNobodyHasWrittenToIsSeededAsOfAnyInstant() {
        var customer = Customer.frozenAt(port, "2030-05-05T05:05:05Z");
        customer.everything(); // Reading does not count as a change.
        customer.order(99, "hourly", "test").isUserError(""); // Neither does a refused request.

        freeze(customer.api(), "2024-01-31T12:00:00Z").expect(200);

        // service 12 and the subscription start their periods at that time
        assertThat(customer.effectsUntil("2024-02-29T04:00:00Z"))
                .satisfiesExactly(
                        invoiced ->
                                assertThat(invoiced)
                                        .isEqualTo(
                                                "2024-02-15T05:00:00.000Z invoice.created invoice"
                                                        + " 72 null Unpaid"),
                        credited ->
                                assertThat(credited)
                                        .isEqualTo(
                                                "2024-02-15T05:00:00.000Z balance.changed balance"
                                                        + " 100.00 0.00"),
                        billed ->
                                assertThat(billed)
                                        .startsWith("2024-02-28T00:00:00.000Z billing.paid")
                                        .contains("organization 1001, 59.90"));
        assertThat(customer.<String>invoice(72, "duedate")).isEqualTo("2024-02-29");
    }

    @Test
    void seededRowsKeepTheirDatesOnAnyClockFromTheDocumentedDayOn() {
        var early = Customer.frozenAt(port, "2024-06-09T00:00:00Z").everything();
        var late = Customer.frozenAt(port, "2199-01-01T00:00:00Z").everything();

        early.remove("/sandbox/clock");
        late.remove("/sandbox/clock");
        assertThat(early).isEqualTo(late);
    }

    @Test
    void clockThatWasWrittenToOnlyMovesForward() {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.fundsInvoice("10");
        var before = customer.everything();

        isProblem(freeze(customer.api(), "2024-06-09T15:23:43.443Z"), 409);
        isProblem(advance(customer.api(), "to", "2024-06-09T15:23:43.443Z"), 409);
        assertThat(customer.everything()).isEqualTo(before);

        freeze(customer.api(), "2024-06-09T15:23:43.445Z").expect(200);
        assertThat(customer.api().get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-06-09T15:23:43.445Z");
        assertThat(customer.invoices()).startsWith(72);
    }

    @Test
    void runningClockThatWasWrittenToIsFrozenOnlyAhead() {
        var customer = Customer.of(Caller.fresh(port));
        customer.pay(34, "btc", "success");

        isProblem(freeze(customer.api(), DOCUMENTED), 409);
        assertThat(customer.api().get("/sandbox/clock").<String>at("$.frozen_time")).isNull();

        var ahead = Instant.parse(customer.api().get("/sandbox/clock").at("$.now")).plusSeconds(60);
        var frozen = freeze(customer.api(), ahead.toString()).expect(200);
        assertThat(Instant.parse(frozen.at("$.frozen_time"))).isEqualTo(ahead);
        assertThat(Customer.effects(frozen)).last().asString().contains("balance.changed");
        assertThat(customer.balance()).isEqualTo("125.0");
    }

    @Test
    void freezingAheadLetsHappenWhatIsDueOnTheWay() {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.pay(34, "btc", "success");

        var frozen = freeze(customer.api(), "2024-06-09T15:23:47Z").expect(200);

        assertThat(Customer.effects(frozen))
                .containsExactly(
                        "2024-06-09T15:23:46.444Z crypto_payment.confirming crypto payment"
                                + " 4465327355 waiting confirming");
    }

    @Test
    void clockRunsOnFromWhatItShows() {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        var payment = customer.pay(34, "btc", "success");

        var running = customer.api().put("/sandbox/clock", "{\"frozen_time\": null}").expect(200);
        assertThat(running.<String>at("$.frozen_time")).isNull();
        assertThat(Instant.parse(running.at("$.now")))
                .isBetween(
                        Instant.parse(DOCUMENTED),
                        Instant.parse(DOCUMENTED).plus(Duration.ofMinutes(1)));

        customer.advance("PT11S");
        var finished = customer.api().get("/billing/crypto/payments/" + payment).succeeds();
        assertThat(finished.<String>at("$.payment.status")).isEqualTo("finished");
        assertThat(finished.<String>at("$.payment.updated_at"))
                .isEqualTo(
                        "2024-06-09T15:23:53.689Z"); // at its due time, not at the time of the poll
    }

    @Test
    void pollOnARunningClockSeesTheProgress() {
        var customer = Customer.of(Caller.fresh(port));
        var payment = customer.pay(34, "btc", "success");

        customer.advance("PT3S");
        assertThat(customer.paymentStatus(payment)).isNotEqualTo("waiting");

        customer.advance("PT8S");
        assertThat(customer.paymentStatus(payment)).isEqualTo("finished");
        assertThat(customer.balance()).isEqualTo("125.0");
        var found = customer.api().get("/billing/crypto/payments/" + payment);
        assertThat(
                        Duration.between(
                                Instant.parse(found.at("$.payment.created_at")),
                                Instant.parse(found.at("$.payment.updated_at"))))
                .isEqualTo(Duration.ofMillis(10_245));
    }

    @ParameterizedTest
    @CsvSource({
        "PT15S, 2024-01-31T12:00:15.000Z",
        "PT0.001S, 2024-01-31T12:00:00.001Z",
        "PT36H, 2024-02-02T00:00:00.000Z",
        "P1D, 2024-02-01T12:00:00.000Z",
        "P1W, 2024-02-07T12:00:00.000Z",
        "P1M, 2024-02-29T12:00:00.000Z",
        "P1Y, 2025-01-31T12:00:00.000Z",
        "P1M1DT1H1M1S, 2024-03-01T13:01:01.000Z",
        "P1MT0.5S, 2024-02-29T12:00:00.500Z"
    })
    void advancesByAnyIsoDuration(String by, String to) {
        var advanced = Caller.frozenAt(port, "2024-01-31T12:00:00Z").advance(by);

        assertThat(advanced.<String>at("$.now")).isEqualTo(to);
        assertThat(advanced.<String>at("$.frozen_time")).isEqualTo(to);
    }

    @Test
    void advancesToAnInstant() {
        var advanced =
                Caller.frozenAt(port, "2024-01-31T12:00:00Z").advanceTo("2024-02-01T07:00:00Z");

        advanced.isExactly(
                """
                {"now": "2024-02-01T07:00:00.000Z", "frozen_time": "2024-02-01T07:00:00.000Z",
                 "effects": [], "effects_total": 0, "next": "0"}
                """);
    }

    @Test
    void effectsTellInOrderWhatHappenedToWhomAndHow() {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.pay(34, "btc", "partially_paid");
        customer.order(1, "hourly", "test").succeeds();

        var advanced = customer.api().advance("PT1H");

        assertThat(customer.api().get("/sandbox/events?after=" + advanced.at("$.next")))
                .satisfies(rest -> assertThat(rest.<List<?>>at("$.events")).isEmpty());
        advanced.isExactly(
                """
                {"now": "2024-06-09T16:23:43.444Z",
                 "frozen_time": "2024-06-09T16:23:43.444Z",
                 "effects": [
                  {"at": "2024-06-09T15:23:46.444Z", "cause": "crypto.step 4465327355",
                   "what": "crypto_payment.confirming",
                   "subject": "crypto payment 4465327355", "from": "waiting",
                   "to": "confirming"},
                  {"at": "2024-06-09T15:23:49.444Z", "cause": "crypto.step 4465327355",
                   "what": "crypto_payment.confirmed",
                   "subject": "crypto payment 4465327355", "from": "confirming",
                   "to": "confirmed"},
                  {"at": "2024-06-09T15:23:51.444Z", "cause": "crypto.step 4465327355",
                   "what": "crypto_payment.sending",
                   "subject": "crypto payment 4465327355", "from": "confirmed",
                   "to": "sending"},
                  {"at": "2024-06-09T15:23:53.689Z", "cause": "crypto.step 4465327355",
                   "what": "crypto_payment.partially_paid",
                   "subject": "crypto payment 4465327355", "from": "sending",
                   "to": "partially_paid"},
                  {"at": "2024-06-09T16:23:43.444Z", "cause": "hosting.hour 13",
                   "what": "balance.changed",
                   "subject": "balance", "from": "99.50", "to": "99.00"}],
                 "effects_total": 5, "next": "%s"}
                """
                        .formatted(advanced.<String>at("$.next")));
    }

    @Test
    void effectsOfWhatWasAskedForAreNotThoseOfTime() {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.order(1, "hourly", "test").succeeds();
        customer.fundsInvoice("10");

        assertThat(Customer.effects(customer.api().advance("PT1S"))).isEmpty();
    }

    @Test
    void effectsComeInTheOrderOfTheirInstants() {
        var customer = busy(DOCUMENTED);

        List<String> instants = customer.api().advance("P3M").at("$.effects[*].at");

        assertThat(instants).hasSizeGreaterThan(50).isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "PT5S, P80D, P80DT5S",
        "P20D, P20D, P40D",
        "PT1H, PT1H, PT2H",
        "P15DT12H36M16.556S, P46DT11H23M43.444S, P62D"
    })
    void twoAdvancesAreOneByteForByte(String first, String second, String both) {
        var twice = busy(DOCUMENTED);
        var once = busy(DOCUMENTED);

        var effects = new ArrayList<>(Customer.effects(twice.api().advance(first)));
        effects.addAll(Customer.effects(twice.api().advance(second)));

        assertThat(Customer.effects(once.api().advance(both))).isEqualTo(effects);
        assertThat(once.everything()).isEqualTo(twice.everything());
    }

    @Test
    void manySmallAdvancesAreOneToo() {
        var often = busy(DOCUMENTED);
        var once = busy(DOCUMENTED);

        for (var i = 0; i < 48; i++) {
            often.advance("PT37M");
        }
        once.advance("PT1776M");

        assertThat(once.everything()).isEqualTo(often.everything());
    }

    @Test
    void eightClientsMayAdvanceAtOnce() throws Exception {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.order(1, "hourly", "test").succeeds();

        List<Reply> replies = new ArrayList<>();
        try (var clients = Executors.newFixedThreadPool(8)) {
            Callable<Reply> hour =
                    () -> advance(new Caller(port, customer.api().key()), "by", "PT1H");
            for (var advance : clients.invokeAll(Stream.generate(() -> hour).limit(8).toList())) {
                replies.add(advance.get());
            }
        }

        assertThat(replies).allSatisfy(reply -> reply.expect(200));
        assertThat(customer.api().get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-06-09T23:23:43.444Z");
        assertThat(customer.balance()).isEqualTo("95.5"); // nine hours, including the first
        assertThat(customer.invoice(72)).startsWith("Paid 4.50 4.50");
    }

    @Test
    void resetReturnsEverythingToTheSeed() {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        var seeded = customer.everything();
        useEverything(customer);
        customer.advance("P2M");
        assertThat(customer.everything()).isNotEqualTo(seeded);

        reset(customer, "{\"frozen_time\": \"%s\"}".formatted(DOCUMENTED))
                .expect(200)
                .isExactly(
                        """
                        {"now": "%1$s", "frozen_time": "%1$s"}
                        """
                                .formatted(DOCUMENTED));

        assertThat(customer.everything()).isEqualTo(seeded);
        assertThat(Customer.effects(customer.api().advance("P10D"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"frozen_time\": null}"})
    void resetWithoutAnInstantGoesBackToRealTime(String body) {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.fundsInvoice("10");

        var reading = reset(customer, body).expect(200);

        assertThat(reading.<String>at("$.frozen_time")).isNull();
        assertThat(Instant.parse(reading.at("$.now")))
                .isCloseTo(Instant.now(), Assertions.within(Duration.ofMinutes(1)));
        assertThat(customer.invoices()).containsExactly(71, 70, 41, 34);
    }

    @Test
    void resetNeedsNoBody() {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.fundsInvoice("10");

        customer.api().post("/sandbox/reset").expect(200);

        assertThat(customer.invoices()).containsExactly(71, 70, 41, 34);
        freeze(customer.api(), "2001-01-01T00:00:00Z").expect(200); // the account has no changes
    }

    @Test
    void resetAccountMayGoBackInTime() {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.fundsInvoice("10");

        reset(customer, "{\"frozen_time\": \"2020-01-01T00:00:00Z\"}").expect(200);

        assertThat(customer.api().get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2020-01-01T00:00:00.000Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "not JSON",
                "{\"by\": null}",
                "{\"by\": 15}",
                "{\"by\": true}",
                "{\"by\": \"\"}",
                "{\"by\": \"15 seconds\"}",
                "{\"by\": \"15S\"}",
                "{\"by\": \"P\"}",
                "{\"by\": \"PT\"}",
                "{\"by\": \"P1S\"}",
                "{\"by\": \"PT1.5.5S\"}",
                "{\"by\": \"P99999999999D\"}",
                "{\"by\": \"P100Y\"}",
                "{\"by\": \"P999999999Y\"}",
                "{\"by\": \"P2147483647M\"}",
                "{\"by\": \"PT9223372036854775807S\"}",
                "{\"by\": \"PT99999999999999999999S\"}",
                "{\"to\": \"\"}",
                "{\"to\": \"tomorrow\"}",
                "{\"to\": \"2024-06-10\"}",
                "{\"to\": \"2024-06-10T00:00:00\"}",
                "{\"to\": \"2024-02-30T00:00:00Z\"}",
                "{\"to\": 1718000000}",
                "{\"to\": \"2199-01-01T00:00:00Z\"}",
                "{\"to\": \"+999999999-12-31T23:59:59.999999999Z\"}",
                "{\"by\": \"PT1S\", \"to\": \"2024-06-10T00:00:00Z\"}"
            })
    void advanceThatIsNoneIsAProblem(String body) {
        var caller = Caller.frozenAt(port, DOCUMENTED);

        isProblem(caller.post("/sandbox/clock/advance", body), 400);

        assertThat(caller.get("/sandbox/clock").<String>at("$.now")).isEqualTo(DOCUMENTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"by\": \"-PT1S\"}",
                "{\"by\": \"PT-1S\"}",
                "{\"by\": \"-P1M\"}",
                "{\"by\": \"P1DT-25H\"}",
                "{\"to\": \"2024-06-09T15:23:43.443Z\"}",
                "{\"to\": \"-999999999-01-01T00:00:00Z\"}"
            })
    void advanceThatGoesBackIsAConflict(String body) {
        var caller = Caller.frozenAt(port, DOCUMENTED);

        isProblem(caller.post("/sandbox/clock/advance", body), 409);

        assertThat(caller.get("/sandbox/clock").<String>at("$.now")).isEqualTo(DOCUMENTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "nonsense",
                "{\"frozen_time\": \"soon\"}",
                "{\"frozen_time\": \"\"}",
                "{\"frozen_time\": \"2024-06-09\"}",
                "{\"frozen_time\": \"2024-06-09T25:00:00Z\"}",
                "{\"frozen_time\": 1718000000}",
                "{\"frozen_time\": true}",
                "{\"frozen_time\": {}}",
                "{\"frozen_time\": \"1999-12-31T23:59:59.999Z\"}",
                "{\"frozen_time\": \"2200-01-01T00:00:00.001Z\"}",
                "{\"frozen_time\": \"-999999999-01-01T00:00:00Z\"}"
            })
    void instantThatIsNoneIsAProblem(String body) {
        var caller = Caller.frozenAt(port, DOCUMENTED);

        isProblem(caller.put("/sandbox/clock", body), 400);

        assertThat(caller.get("/sandbox/clock").<String>at("$.now")).isEqualTo(DOCUMENTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "nonsense",
                "{\"frozen_time\": \"soon\"}",
                "{\"frozen_time\": 5}",
                "{\"frozen_time\": \"1999-12-31T23:59:59.999Z\"}"
            })
    void resetToNoInstantIsAProblemAndResetsNothing(String body) {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.fundsInvoice("10");

        isProblem(customer.api().post("/sandbox/reset", body), 400);

        assertThat(customer.invoices()).startsWith(72);
    }

    @Test
    void clockIsItsAccountsOwn() {
        var mine = Caller.frozenAt(port, DOCUMENTED);
        var other = Caller.fresh(port);

        mine.advance("P1Y");
        assertThat(other.get("/sandbox/clock").<String>at("$.frozen_time")).isNull();
        isProblem(Caller.send(mine.request("/sandbox/clock").GET().build()), 401);
        assertThat(
                        Caller.send(
                                        mine.request("/sandbox/clock")
                                                .header("X-API-Key", mine.key())
                                                .GET()
                                                .build())
                                .expect(200)
                                .<String>at("$.now"))
                .isEqualTo("2025-06-09T15:23:43.444Z");
        assertThat(
                        Caller.send(
                                        mine.request("/sandbox/clock")
                                                .header("Authorization", "Bearer " + mine.key())
                                                .GET()
                                                .build())
                                .expect(200)
                                .<String>at("$.now"))
                .isEqualTo("2025-06-09T15:23:43.444Z");
    }

    /** Returns an account with much due work. */
    private Customer busy(String instant) {
        var customer = Customer.frozenAt(port, instant);
        useEverything(customer);
        return customer;
    }

    private static void useEverything(Customer customer) {
        customer.settle(customer.fundsInvoice("30.75"));
        customer.addCard("pm_card_mastercard");
        customer.addCard("pm_card_chargeCustomerFail");
        customer.api().put("/billing/stripe/cards/17/default").succeeds();
        customer.order(1, "hourly", "by-the-hour").succeeds();
        customer.pay(34, "btc", "partially_paid");
        customer.pay(41, "eth", "common");
        customer.pay(71, "ltc", "success");
        customer.order(5, "monthly", "by-the-month").succeeds();
        var organization = customer.subscribed(10, "4000000000000341");
        customer.useResources(organization, 5).expect(200);
        customer.changeQuantity(organization, 60).expect(200);
        customer.cancel(customer.subscribed(100, "4242424242424242")).expect(200);
        customer.paymentLink("1002", 20);
    }

    private static Reply freeze(Caller caller, String instant) {
        return caller.put("/sandbox/clock", "{\"frozen_time\": \"%s\"}".formatted(instant));
    }

    private static Reply advance(Caller caller, String field, String value) {
        return caller.post("/sandbox/clock/advance", "{\"%s\": \"%s\"}".formatted(field, value));
    }

    private static Reply reset(Customer customer, String body) {
        return customer.api().post("/sandbox/reset", body);
    }

    /** Asserts that a reply is a problem detail of RFC 9457. */
    private static void isProblem(Reply reply, int status) {
        reply.expect(status);
        assertThat(reply.headers().firstValue("Content-Type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(reply.<Integer>at("$.status")).isEqualTo(status);
        assertThat(reply.<String>at("$.title")).isNotBlank();
        assertThat(reply.<String>at("$.detail")).isNotBlank();
    }
}
