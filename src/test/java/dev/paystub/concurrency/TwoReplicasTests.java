package dev.paystub.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.EventStream;
import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.Receiver;
import dev.paystub.testing.Reply;
import dev.paystub.testing.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two processes on one PostgreSQL behave as one. All state is in the database, so any replica can
 * serve any request, and either poller can run due work.
 */
@Tag("postgres-only")
class TwoReplicasTests {

    private static final String NOW = "2024-06-09T15:23:43.444Z";
    private static final OwnDatabase SCHEMA = OwnDatabase.schema("two_replicas");
    private static final int MOST_ACCOUNTS = 200;

    private static RunningServer one;
    private static RunningServer other;

    @BeforeAll
    static void startBothAtOnce() {
        var environment = environment();
        // on an empty schema: one process migrates and seeds, the other finds it done
        var servers =
                AtOnce.run(
                        List.<Callable<RunningServer>>of(
                                () -> RunningServer.start(environment),
                                () -> RunningServer.start(environment)));
        one = servers.getFirst();
        other = servers.getLast();
    }

    private static Map<String, Object> environment() {
        var environment = new HashMap<>(SCHEMA.environment());
        environment.put("PAYSTUB_ACCOUNTS_MAX", String.valueOf(MOST_ACCOUNTS));
        environment.put("PAYSTUB_CLOCK_TICK", "50ms");
        return environment;
    }

    @AfterAll
    static void stopBoth() {
        one.close();
        other.close();
        SCHEMA.close();
    }

    /** Returns the client at the replica that its number selects. */
    private static Caller at(Caller caller, int client) {
        return new Caller((client % 2 == 0 ? one : other).port(), caller.key());
    }

    private static Books books(Caller caller) {
        return Books.of(one.dataSource(), caller);
    }

    private static Reply addFunds(Caller caller, int amount) {
        return caller.post("/billing/invoices/funds", "{\"amount\": %d}".formatted(amount));
    }

    private static List<Long> numbersOf(List<Reply> replies) {
        return replies.stream()
                .map(reply -> reply.succeeds().<Number>at("$.invoice_id").longValue())
                .sorted()
                .toList();
    }

    private static List<Long> consecutive(long first, int count) {
        return LongStream.range(first, first + count).boxed().toList();
    }

    private static String payInCrypto(Caller caller, long invoice) {
        return caller.post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": %d, \"currency\": \"btc\"}".formatted(invoice))
                .succeeds()
                .at("$.payment.id");
    }

    @Test
    void bothShareOneSetOfMigrationsAndOneSeed() {
        var jdbc = JdbcClient.create(one.dataSource());
        var versions =
                jdbc.sql("select version from flyway_schema_history where version is not null")
                        .query(String.class)
                        .list();
        assertThat(versions).isNotEmpty().doesNotHaveDuplicates();
        for (var key : List.of("sandbox", "~documented")) {
            assertThat(Books.accountsOf(other.dataSource(), key)).isEqualTo(1);
        }
        var caller = new Caller(one.port(), "sandbox");
        for (var path : List.of("/billing/invoices", "/services", "/billing/stripe/cards")) {
            assertThat(at(caller, 1).get(path).succeeds().body())
                    .isEqualTo(at(caller, 0).get(path).succeeds().body());
        }
    }

    @Test
    void whatOneAnswersTheOtherFindsInTheJournal() {
        var caller = Caller.frozenAt(one.port(), NOW);
        for (var i = 0; i < 20; i++) {
            at(caller, i).get("/billing/balance?n=" + i).succeeds();
            var last =
                    at(caller, i + 1)
                            .get("/sandbox/requests")
                            .<List<Map<String, Object>>>at("$.requests")
                            .getLast();
            assertThat(last).containsEntry("query", "n=" + i);
        }
    }

    @Test
    void streamAtOneTellsWhatBothAnswerInOrder() throws Exception {
        var caller = Caller.frozenAt(one.port(), NOW);
        try (var stream = EventStream.open(at(caller, 0), "/sandbox/requests/stream")) {
            stream.nextLines();
            AtOnce.run(40, client -> at(caller, client).get("/billing/balance?n=" + client));
            var listed =
                    at(caller, 1)
                            .get("/sandbox/requests?operation=getBalance")
                            .<List<Number>>at("$.requests[*].id");
            assertThat(listed).hasSize(40);
            for (var id : listed) {
                assertThat(stream.nextLines().getFirst()).isEqualTo("id: " + id);
            }
            at(caller, 1).delete("/sandbox/requests").expect(204);
            assertThat(stream.nextLines().getFirst()).isEqualTo("event: cleared");
        }
    }

    @Test
    void coverageThatOneForgetsBothNoteAnew() {
        var caller = Caller.frozenAt(one.port(), NOW);
        for (var round = 0; round < 2; round++) {
            for (var replica = 0; replica < 2; replica++) {
                at(caller, replica).get("/billing/balance").succeeds();
                var covered =
                        at(caller, 1 - replica)
                                .get("/sandbox/coverage")
                                .<List<?>>at("$.operations[?(@.covered == true)]");
                assertThat(covered).hasSize(1);
                at(caller, 1 - replica).delete("/sandbox/coverage").expect(204);
            }
        }
    }

    @Test
    void ruleFiresAsOftenAsItSaysOnBothTogether() {
        var caller = Caller.frozenAt(one.port(), NOW);
        caller.post("/sandbox/faults", "{\"path\": \"/billing/**\", \"times\": 9, \"status\": 500}")
                .expect(201);
        var replies = AtOnce.run(32, client -> addFunds(at(caller, client), 5));
        assertThat(replies.stream().filter(reply -> reply.status() == 500)).hasSize(9);
        assertThat(numbersOf(replies.stream().filter(reply -> reply.status() == 200).toList()))
                .isEqualTo(consecutive(72, 23));
    }

    @Test
    void firstRequestsAtOnceOnBothMakeOneAccount() {
        for (var round = 0; round < 5; round++) {
            var caller = Caller.fresh(one.port());
            var replies = AtOnce.run(32, client -> addFunds(at(caller, client), 5));
            assertThat(numbersOf(replies)).isEqualTo(consecutive(72, 32));
            assertThat(Books.accountsOf(one.dataSource(), caller.key())).isEqualTo(1);
            books(caller).areSound();
        }
    }

    @Test
    void whatOneWritesTheOtherReadsAtOnce() {
        var caller = Caller.frozenAt(one.port(), NOW);
        for (var i = 0; i < 20; i++) {
            var number = addFunds(at(caller, i), 10 + i).<Integer>at("$.invoice_id");
            assertThat(
                            at(caller, i + 1)
                                    .get("/billing/invoices/" + number)
                                    .succeeds()
                                    .<String>at("$.invoice.total"))
                    .isEqualTo(10 + i + ".00");
        }
        at(caller, 0).advance("PT90S");
        assertThat(at(caller, 1).get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-06-09T15:25:13.444Z");
        at(caller, 1).post("/v1/organizations/create", "{\"org_name\": \"Seen\"}").expect(200);
        assertThat(at(caller, 0).get("/v1/organizations/list").body()).contains("Seen");
        at(caller, 1).post("/sandbox/reset").expect(200);
        assertThat(at(caller, 0).get("/billing/invoices").<List<Object>>at("$.invoices"))
                .hasSize(4);
    }

    @Test
    void aLinkOfOneIsPaidOnTheOtherAndOnlyOnce() {
        var caller = Caller.frozenAt(one.port(), NOW);
        var path =
                at(caller, 0)
                        .post(
                                "/v1/organizations/billing/update?action=getpaymentlink"
                                        + "&org_id=1002&quantity=20")
                        .expect(200)
                        .<String>at("$.response")
                        .replaceFirst("https?://[^/]+", "");
        var form = "number=4242424242424242&expiry=12%20/%2040&cvc=123";
        var replies =
                AtOnce.run(
                        16,
                        client ->
                                Caller.send(
                                        at(caller, client)
                                                .request(path)
                                                .header(
                                                        "Content-Type",
                                                        "application/x-www-form-urlencoded")
                                                .POST(BodyPublishers.ofString(form))
                                                .build()));
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(books(caller).areSound().rows("subscriptions")).hasSize(2);
    }

    @Test
    void numbersHaveNoGapsAcrossBoth() {
        var caller = Caller.frozenAt(one.port(), NOW);
        var replies = AtOnce.run(64, client -> addFunds(at(caller, client), 5));
        assertThat(numbersOf(replies)).isEqualTo(consecutive(72, 64));
        books(caller).areSound();
    }

    @Test
    void ordersOnBothNeverOverdrawTheBalance() {
        var caller = Caller.frozenAt(one.port(), NOW);
        var order =
                """
                {"pid": 12, "billingcycle": "hourly", "hostname": "h", "os": "", "sshkeys": ""}
                """;
        var replies = AtOnce.run(32, client -> at(caller, client).post("/billing/orders", order));
        assertThat(replies.stream().filter(reply -> reply.<String>at("$.result").equals("success")))
                .as("100.00 pays four of 21.50")
                .hasSize(4);
        assertThat(books(caller).areSound().balance()).isEqualByComparingTo("14.00");
    }

    @Test
    void advancesOnBothMoveTheClockByTheirSumAndListEachEffectOnce() {
        var caller = Caller.frozenAt(one.port(), NOW);
        addFunds(caller, 60).succeeds();
        payInCrypto(caller, 72);
        payInCrypto(caller, 34);
        var before = books(caller).rows("events").size();
        var replies = AtOnce.run(8, client -> at(caller, client).advance("PT15S"));
        assertThat(caller.get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-06-09T15:25:43.444Z");
        var listed =
                replies.stream()
                        .mapToInt(reply -> reply.<List<Object>>at("$.effects").size())
                        .sum();
        assertThat(listed).isEqualTo(books(caller).areSound().rows("events").size() - before);
    }

    @Test
    void tickersOfBothRunEachPieceOfDueWorkOnce() {
        var callers =
                IntStream.range(0, 12)
                        .mapToObj(i -> Caller.frozenAt(i % 2 == 0 ? one.port() : other.port(), NOW))
                        .toList();
        AtOnce.run(
                callers.size(),
                client -> {
                    var caller = callers.get(client);
                    for (var invoice = 72; invoice < 76; invoice++) {
                        addFunds(caller, 50).succeeds();
                        payInCrypto(caller, invoice);
                        payInCrypto(caller, invoice);
                    }
                    return caller.advance("PT10S");
                });
        // Eight payments of each account finish in a quarter of a second, without any request.
        AtOnce.run(
                callers.size(),
                client ->
                        callers.get(client)
                                .put("/sandbox/clock", "{\"frozen_time\": null}")
                                .expect(200));
        for (var caller : callers) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            books(caller).schedule().keySet().stream()
                                    .noneMatch(entry -> entry.startsWith("crypto.step")));
        }
        for (var caller : callers) {
            var books = books(caller).areSound();
            assertThat(books.balance()).as("100 + 8 x 50").isEqualByComparingTo("500");
            assertThat(books.rows("transactions")).hasSize(8);
            assertThat(
                            books.rows("events").stream()
                                    .filter(event ->
                                            event.text("type").equals("crypto_payment.finished")))
                    .hasSize(8)
                    .allSatisfy(event ->
                            assertThat(Instant.ofEpochMilli(event.number("at_millis")))
                                    .as("at its own instant, however late the ticker came")
                                    .isEqualTo("2024-06-09T15:23:53.689Z"));
        }
    }

    @Test
    void theyOpenNoMoreAccountsThanTheyMay() {
        var jdbc = JdbcClient.create(one.dataSource());
        var here =
                jdbc.sql("select count(*) from accounts where api_key not like '~%'")
                        .query(Integer.class)
                        .single();
        var places = 8;
        // All but a few places are filled, then many clients compete for the rest.
        for (var i = here; i < MOST_ACCOUNTS - places; i++) {
            at(Caller.fresh(one.port()), i).get("/billing/balance").succeeds();
        }
        var replies =
                AtOnce.run(
                        64, client -> at(Caller.fresh(one.port()), client).get("/billing/balance"));
        assertThat(replies).extracting(Reply::status).containsOnly(200, 429);
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(places);
        at(new Caller(one.port(), "sandbox"), 1).get("/billing/balance").succeeds();
    }

    @Test
    void sameIdempotencyKeyAtBothHappensOnce() {
        for (var round = 0; round < 5; round++) {
            var caller = Caller.frozenAt(one.port(), NOW);
            var replies = AtOnce.run(16, client -> payOnce(at(caller, client)));

            assertThat(replies).extracting(Reply::status).isSubsetOf(200, 409).contains(200);
            assertThat(
                            replies.stream()
                                    .filter(reply -> reply.status() == 200)
                                    .map(Reply::body)
                                    .distinct())
                    .hasSize(1);
            assertThat(books(caller).rows("intents")).hasSize(1);
            var answer = replies.stream().filter(reply -> reply.status() == 200).findAny();
            for (var replica = 0; replica < 2; replica++) {
                assertThat(payOnce(at(caller, replica)).expect(200).body())
                        .isEqualTo(answer.orElseThrow().body());
            }
        }
    }

    @Test
    void eachWebhookIsDeliveredOnceByOneOfBoth() {
        try (var receiver = new Receiver()) {
            var callers =
                    IntStream.range(0, 6).mapToObj(i -> Caller.frozenAt(one.port(), NOW)).toList();
            for (var caller : callers) {
                caller.post(
                                "/sandbox/webhooks",
                                "{\"url\": \"%s\", \"events\": [\"invoice.created\"]}"
                                        .formatted(receiver.url("/" + caller.key())))
                        .expect(201);
            }
            AtOnce.run(
                    96, client -> addFunds(at(callers.get(client % 6), client / 6), 5).succeeds());
            await().atMost(Duration.ofMinutes(2))
                    .until(() ->
                            callers.stream()
                                    .allMatch(caller ->
                                            books(caller)
                                                    .dump()
                                                    .getOrDefault("jobs", List.of())
                                                    .isEmpty()));
            assertThat(receiver.received()).hasSize(96);
            for (var caller : callers) {
                var ids =
                        receiver.received().stream()
                                .filter(message -> message.path().equals("/" + caller.key()))
                                .map(message -> message.header("webhook-id"))
                                .toList();
                assertThat(ids).hasSize(16).doesNotHaveDuplicates();
                assertThat(
                                books(caller).rows("webhook_deliveries").stream()
                                        .map(delivery -> delivery.text("status")))
                        .hasSize(16)
                        .containsOnly("DELIVERED");
            }
        }
    }

    @Test
    void whatADeadProcessLeftIsTakenOver() {
        try (var receiver = new Receiver()) {
            var caller = Caller.frozenAt(one.port(), NOW);
            caller.post(
                            "/sandbox/webhooks",
                            """
                            {"url": "%s", "events": ["invoice.created"], "misbehave": {"delay": "PT1H"}}
                            """
                                    .formatted(receiver.url("/")))
                    .expect(201);
            addFunds(caller, 5).succeeds();
            // as after the death of a process: queued, with a lease that has just expired
            var jdbc = JdbcClient.create(one.dataSource());
            jdbc.sql(
                            """
                            insert into jobs
                                (account_id, kind, subject, claim, leased_until_millis)
                            select id, 'webhook', 1, 'of-the-dead', :until
                            from accounts where api_key = :key
                            """)
                    .param("key", caller.key())
                    .param("until", Instant.now().plusSeconds(2).toEpochMilli())
                    .update();
            jdbc.sql(
                            """
                            update webhook_deliveries set status = 'PENDING'
                            where account_id = (select id from accounts where api_key = :key)
                            """)
                    .param("key", caller.key())
                    .update();
            var before = Instant.now();
            receiver.await(1);
            assertThat(Duration.between(before, Instant.now()))
                    .as("not while its lease was good")
                    .isGreaterThan(Duration.ofMillis(900));
            await().until(() -> books(caller).dump().getOrDefault("jobs", List.of()).isEmpty());
            assertThat(receiver.received()).hasSize(1);
        }
    }

    private static Reply payOnce(Caller caller) {
        return Caller.send(
                caller.request("/stripe/v1/payment_intents")
                        .header("Authorization", "Bearer sk_test_" + caller.key())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Idempotency-Key", "once")
                        .POST(
                                BodyPublishers.ofString(
                                        "amount=500&currency=usd&confirm=true"
                                                + "&payment_method=pm_card_visa"))
                        .build());
    }

    @Test
    void eitherReplicaKnowsTheRequestsOfBoth() {
        var caller = Caller.fresh(one.port());
        for (var client = 0; client < 10; client++) {
            at(caller, client).get("/billing/balance").succeeds();
        }
        await().untilAsserted(() ->
                assertThat(
                                new Caller(other.port(), "sandbox")
                                        .get("/sandbox/accounts")
                                        .expect(200)
                                        .<List<Integer>>at(
                                                "$.accounts[?(@.key == '%s')].requests"
                                                        .formatted(caller.key())))
                        .containsExactly(10));
    }
}
