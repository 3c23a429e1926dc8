package dev.paystub.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.Receiver;
import dev.paystub.testing.Reply;
import dev.paystub.testing.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All state is in the database: a restarted server continues where it stopped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("postgres")
class RestartTests {

    private static final String NOW = "2024-06-09T15:23:43.444Z";
    private static final String BILLING = "/v1/organizations/billing";
    private static final List<String> EVERYTHING =
            List.of(
                    "/billing/balance",
                    "/billing/invoices",
                    "/billing/invoices/72",
                    "/billing/stripe/cards",
                    "/billing/crypto/payments/4465327355",
                    "/services",
                    "/v1/organizations/list",
                    BILLING + "/describe?org_id=1001",
                    BILLING + "/history?org_id=1001",
                    "/sandbox/clock");

    /** The account's responses on the routes above, and its rows. */
    private record State(Map<String, String> shown, Map<String, List<String>> rows) {}

    private final Receiver receiver = new Receiver();
    private OwnDatabase database;
    private RunningServer server;
    private Caller told;

    private Caller frozen;
    private Caller untouched;
    private Caller standard;
    private Caller unfinished;
    private Caller shifted;
    private Caller aboutToBePaid;
    private String link;
    private Instant shiftedBefore;
    private State frozenBefore;
    private Map<String, List<String>> untouchedBefore;
    private Map<String, List<String>> templateBefore;
    private List<String> migrationsBefore;

    @BeforeAll
    void fillAccountsAndRestart(@TempDir Path folder) {
        database = OwnDatabase.thatStays("restart", folder);
        server = RunningServer.start(database.environment());
        fillAccounts();
        leaveWebhooks();
        server.close();
        server = RunningServer.start(database.environment());
    }

    /** Leaves one delivery in progress when the server stops, and three queued. */
    private void leaveWebhooks() {
        var answered = new CountDownLatch(1);
        receiver.then(exchange -> {
            // The server begins to stop meanwhile, and waits for this delivery.
            Receiver.within(answered, Duration.ofSeconds(2));
            Receiver.status(exchange, 200, "");
        });
        told = Caller.frozenAt(server.port(), NOW);
        told.post(
                        "/sandbox/webhooks",
                        "{\"url\": \"%s\", \"events\": [\"invoice.created\"]}"
                                .formatted(receiver.url("/")))
                .expect(201);
        for (var i = 0; i < 4; i++) {
            told.post("/billing/invoices/funds", "{\"amount\": 5}").succeeds();
        }
        receiver.await(1);
    }

    @Test
    void webhooksThatWereLeftAreDeliveredOnceAndInOrder() {
        var ids = receiver.await(4).stream().map(message -> message.header("webhook-id")).toList();
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        Books.of(server.dataSource(), told)
                                .dump()
                                .getOrDefault("jobs", List.of())
                                .isEmpty());
        assertThat(receiver.received()).hasSize(4);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(
                        Books.of(server.dataSource(), told).rows("webhook_deliveries").stream()
                                .map(delivery ->
                                        delivery.text("status") + delivery.text("message")))
                .as("what was under way was noted before the server stopped")
                .containsExactlyElementsOf(ids.stream().map("DELIVERED"::concat).toList());
        assertThat(Books.of(server.dataSource(), told).rows("webhook_attempts")).hasSize(4);
    }

    @AfterAll
    void stop() {
        receiver.close();
        server.close();
        database.close();
    }

    private void fillAccounts() {
        frozen = fill(Caller.frozenAt(server.port(), NOW));
        frozen.advance("PT4S");
        frozenBefore = new State(everything(frozen), rows(frozen));
        untouched = Caller.frozenAt(server.port(), "2030-01-01T00:00:00Z");
        untouchedBefore = rows(untouched);
        standard = new Caller(server.port(), "sandbox");
        standard.post("/billing/invoices/funds", "{\"amount\": 3}").succeeds();
        unfinished = fill(Caller.frozenAt(server.port(), NOW));
        unfinished.advance("PT4S");
        link =
                unfinished
                        .post(BILLING + "/update?action=getpaymentlink&org_id=1002&quantity=20")
                        .expect(200)
                        .<String>at("$.response")
                        .replaceFirst("https?://[^/]+", "");
        shifted = Caller.fresh(server.port());
        shifted.post("/sandbox/clock/advance", "{\"by\": \"P100D\"}").expect(200);
        shiftedBefore = Instant.parse(shifted.get("/sandbox/clock").at("$.now"));
        templateBefore = rows(new Caller(server.port(), "~documented"));
        migrationsBefore = appliedMigrations();

        aboutToBePaid = Caller.frozenAt(server.port(), NOW);
        aboutToBePaid
                .post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        aboutToBePaid.advance("PT9.500S"); // the payment finishes in 745 milliseconds
        aboutToBePaid.put("/sandbox/clock", "{\"frozen_time\": null}").expect(200);
    }

    /** Returns the client for the server that runs now. */
    private Caller again(Caller caller) {
        return new Caller(server.port(), caller.key());
    }

    private Map<String, List<String>> rows(Caller caller) {
        return Books.of(server.dataSource(), caller).dump();
    }

    private static Caller fill(Caller caller) {
        caller.post("/billing/invoices/funds", "{\"amount\": 60}").succeeds();
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"btc\"}")
                .succeeds();
        caller.post(
                        "/billing/stripe/cards",
                        "{\"stripe_payment_method_id\": \"pm_1FromBeforeTheEnd\"}")
                .succeeds();
        caller.put("/billing/stripe/cards/16/default").succeeds();
        caller.post(
                        "/billing/orders",
                        """
                        {"pid": 11, "billingcycle": "hourly", "hostname": "kept", "os": "", "sshkeys": ""}
                        """)
                .succeeds();
        caller.post(BILLING + "/update?action=updatesubscription&org_id=1001&quantity=12")
                .expect(200);
        return caller;
    }

    private Map<String, String> everything(Caller caller) {
        var replies = new TreeMap<String, String>();
        for (var path : EVERYTHING) {
            replies.put(path, again(caller).get(path).expect(200).body());
        }
        return replies;
    }

    @Test
    void everythingIsThereAfterARestart() {
        assertThat(everything(frozen)).isEqualTo(frozenBefore.shown());
        assertThat(rows(frozen)).isEqualTo(frozenBefore.rows());
        assertThat(rows(untouched)).isEqualTo(untouchedBefore);
        assertThat(again(standard).get("/billing/invoices/72").<String>at("$.invoice.total"))
                .isEqualTo("3.00");
        Books.of(server.dataSource(), again(frozen)).areSound();
    }

    @Test
    void itGoesOnWhereItStopped() {
        var again = again(unfinished);
        again.post("/billing/invoices/funds", "{\"amount\": 5}")
                .isExactly("{\"result\": \"success\", \"invoice_id\": 74}");
        again.post(
                        "/billing/stripe/cards",
                        "{\"stripe_payment_method_id\": \"pm_1FromBeforeTheEnd\"}")
                .isUserError("already attached");
        pay(again, link).expect(200);
        assertThat(
                        again.get(BILLING + "/describe?org_id=1002")
                                .<String>at("$.response.subscription.quantity"))
                .isEqualTo("20");
        assertThat(again.advance("PT1H").<List<String>>at("$.effects[*].what"))
                .containsSubsequence(
                        "crypto_payment.confirmed",
                        "crypto_payment.sending",
                        "crypto_payment.finished",
                        "balance.changed");
        assertThat(again.get("/billing/balance").<Object>at("$.balance").toString())
                .as("100 + 60 - 2 x 2.75")
                .isEqualTo("154.5");
        Books.of(server.dataSource(), again).areSound();
    }

    private static Reply pay(Caller caller, String path) {
        return Caller.send(
                caller.request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                BodyPublishers.ofString(
                                        "number=4242424242424242&expiry=12%20/%2040&cvc=123"))
                        .build());
    }

    @Test
    void aShiftedClockRunsOn() {
        assertThat(shiftedBefore).isAfter(Instant.now().plus(Duration.ofDays(99)));
        var reply = again(shifted).get("/sandbox/clock");
        assertThat(reply.<Object>at("$.frozen_time")).isNull();
        assertThat(Instant.parse(reply.at("$.now")))
                .isBetween(shiftedBefore, Instant.now().plus(Duration.ofDays(100)).plusSeconds(1));
    }

    @Test
    void whatFellDueWhileItStoodStillHappensAtItsOwnInstant() {
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        Books.of(server.dataSource(), aboutToBePaid).rows("transactions").size()
                                == 1);
        var again = again(aboutToBePaid);
        var payment = again.get("/billing/crypto/payments/34").succeeds();
        assertThat(payment.<String>at("$.payment.status")).isEqualTo("finished");
        assertThat(payment.<String>at("$.payment.updated_at"))
                .isEqualTo("2024-06-09T15:23:53.689Z");
        assertThat(again.get("/billing/invoices/34").<String>at("$.invoice.datepaid"))
                .isEqualTo("2024-06-09 11:23:53");
        Books.of(server.dataSource(), again).areSound();
    }

    @Test
    void everyMigrationRunsOnce() throws IOException {
        var files =
                new PathMatchingResourcePatternResolver()
                        .getResources("classpath:db/migration/V*__*.sql");
        assertThat(migrationsBefore).hasSameSizeAs(files).doesNotHaveDuplicates();
        assertThat(appliedMigrations()).isEqualTo(migrationsBefore);
    }

    private List<String> appliedMigrations() {
        return JdbcClient.create(server.dataSource())
                .sql(
                        """
                        select "version", "installed_on" from "flyway_schema_history"
                        where "success" = true and "version" is not null order by "installed_rank"
                        """)
                .query((row, index) -> row.getString(1) + " at " + row.getString(2))
                .list();
    }

    @Test
    void theSeedIsPlantedOnce() {
        assertThat(rows(new Caller(server.port(), "~documented"))).isEqualTo(templateBefore);
        for (var key : List.of("~documented", "sandbox")) {
            assertThat(Books.accountsOf(server.dataSource(), key)).isEqualTo(1);
        }
    }
}
