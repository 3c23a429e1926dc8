package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Advancing the clock: as a dry run, over long times, and with visible progress. */
@ServerTest
@Tag("postgres")
class TimeJourneyTests {

    private static final String DOCUMENTED = "2024-06-09T15:23:43.444Z";

    @LocalServerPort protected int port;
    @Autowired private DataSource dataSource;

    private Customer busy() {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.settle(customer.fundsInvoice("30.75"));
        customer.order(1, "hourly", "by-the-hour").succeeds();
        customer.pay(34, "btc", "partially_paid");
        customer.pay(41, "eth", "common");
        customer.order(5, "monthly", "by-the-month").succeeds();
        customer.changeQuantity(customer.subscribed(10, "4000000000000341"), 60).expect(200);
        customer.paymentLink("1002", 20);
        return customer;
    }

    private static Reply advance(Customer customer, String query, String by) {
        return customer.api()
                .post("/sandbox/clock/advance" + query, "{\"by\": \"%s\"}".formatted(by));
    }

    @Test
    void dryRunTellsWhatWouldHappenAndDoesNothing() {
        var customer = busy();
        var books = Books.of(dataSource, customer.api());
        var before = books.dump();
        var accounts = accounts();

        var dry = advance(customer, "?dry_run=true", "P2M").expect(200);

        assertThat(books.dump()).isEqualTo(before);
        assertThat(accounts()).isEqualTo(accounts);
        assertThat(dry.<List<?>>at("$.effects")).hasSizeGreaterThan(20);
        assertThat(advance(customer, "", "P2M").expect(200).body()).isEqualTo(dry.body());
        assertThat(books.dump()).isNotEqualTo(before);
    }

    private List<String> accounts() {
        return JdbcClient.create(dataSource)
                .sql(
                        "select api_key from accounts where api_key like '~%' and api_key not like"
                                + " '~snapshot%' order by api_key")
                .query(String.class)
                .list();
    }

    @Test
    void dryRunOfAnAccountNobodyWroteToLeavesItSo() {
        var caller = Caller.frozenAt(port, DOCUMENTED);
        caller.post("/sandbox/clock/advance?dry_run=true", "{\"by\": \"P3M\"}").expect(200);

        caller.put("/sandbox/clock", "{\"frozen_time\": \"2001-01-01T00:00:00Z\"}").expect(200);
    }

    @Test
    void dryRunIsRefusedAsTheRealOneWouldBe() {
        var customer = busy();

        advance(customer, "?dry_run=true", "-PT1S").expect(409);
        advance(customer, "?dry_run=true", "soon").expect(400);
        advance(customer, "?dry_run=perhaps", "PT1S").expect(400);
        advance(customer, "?effects=many", "PT1S").expect(400);
        advance(customer, "?effects=100001", "PT1S").expect(400);
    }

    @Test
    void othersAreNotDisturbedByADryRun() throws Exception {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.settle(customer.fundsInvoice("5000"));
        customer.order(1, "hourly", "by-the-hour").succeeds();
        try (var threads = Executors.newSingleThreadExecutor()) {
            Callable<Reply> dry = () -> advance(customer, "?dry_run=true&effects=0", "P3M");
            var reply = threads.submit(dry);
            var written = 0;
            while (!reply.isDone()) {
                customer.fundsInvoice("10");
                written++;
            }
            assertThat(reply.get().expect(200).<Integer>at("$.effects_total")).isGreaterThan(2000);
            assertThat(written).as("invoices made meanwhile").isGreaterThan(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void answerTellsTheFirstEffectsAndWhereTheRestIs(int most) {
        var customer = busy();
        var all = advance(customer, "?dry_run=true", "P2M").expect(200);
        List<Map<String, String>> effects = all.at("$.effects");

        var some = advance(customer, "?effects=" + most, "P2M").expect(200);

        assertThat(some.<List<Map<String, String>>>at("$.effects"))
                .isEqualTo(effects.subList(0, most));
        assertThat(some.<Integer>at("$.effects_total")).isEqualTo(effects.size());
        if (most > 0) {
            var rest = customer.api().get("/sandbox/events?after=" + some.at("$.next")).expect(200);
            assertThat(rest.<List<String>>at("$.events[*].at"))
                    .isEqualTo(
                            effects.stream().skip(most).map(effect -> effect.get("at")).toList());
        }
    }

    @Test
    void effectsNameTheDueWorkTheyCameOf() {
        List<String> causes = busy().api().advance("P2M").at("$.effects[*].cause");

        assertThat(causes)
                .contains(
                        "hosting.hour 13",
                        "hosting.renew 12",
                        "invoice.capture 75",
                        "subscription.bill 1001",
                        "crypto.step 4465327356")
                .allSatisfy(cause -> assertThat(cause).matches("[a-z.]+ [0-9]+"));
    }

    @Test
    void longAdvanceShowsWhileItGoesOn() throws Exception {
        advancesWithTenHourlyServices("P1M", 10 * 24 * 28);
    }

    /** Takes minutes without the C2 compiler; docs/testing.md says which command runs it. */
    @Test
    @Tag("slow")
    void yearTakesSecondsAndShowsWhileItGoesOn() throws Exception {
        advancesWithTenHourlyServices("P1Y", 10 * 24 * 364);
    }

    private void advancesWithTenHourlyServices(String by, int pieces) throws Exception {
        var customer = Customer.frozenAt(port, DOCUMENTED);
        customer.settle(customer.fundsInvoice("99000"));
        for (var i = 0; i < 10; i++) {
            customer.order(1, "hourly", "h" + i).succeeds();
        }
        customer.subscribed(10, "4242424242424242");
        String cursor = customer.api().get("/sandbox/events").at("$.next");
        var begun = Instant.now();
        try (var threads = Executors.newSingleThreadExecutor()) {
            Callable<Reply> advance = () -> advance(customer, "?effects=1000", by);
            var reply = threads.submit(advance);
            var seen = new ArrayList<Integer>();
            var next = cursor;
            while (!reply.isDone()) {
                var page = customer.api().get("/sandbox/events?wait=1s&after=" + next).expect(200);
                seen.add(page.<List<?>>at("$.events").size());
                next = page.at("$.next");
            }
            var took = Duration.between(begun, Instant.now());
            assertThat(reply.get().expect(200).<Integer>at("$.effects_total"))
                    .isGreaterThan(pieces);
            assertThat(seen).as("pages of events while it went on").hasSizeGreaterThan(2);
            // ten seconds on an idle machine; tests share theirs, and run without C2
            assertThat(took).isLessThan(Duration.ofMinutes(5));
        }
        Books.of(dataSource, customer.api()).areSound();
    }
}
