package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The scenarios with which accounts can begin. */
@ServerTest
@Tag("postgres-full")
class ScenarioJourneyTests {

    private static final String NOW = "2024-06-09T15:23:43.444Z";
    private static final String MONTH_END = "2024-03-31T23:59:59.000Z";

    @LocalServerPort protected int port;
    @Autowired private DataSource dataSource;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    private static Reply reset(Caller whose, String scenario, String instant) {
        return whose.post(
                        "/sandbox/reset?scenario=" + scenario,
                        "{\"frozen_time\": \"%s\"}".formatted(instant))
                .expect(200);
    }

    private void begin(String scenario) {
        reset(caller, scenario, NOW);
    }

    private List<String> statuses(String path, String field) {
        return caller.get(path).expect(200).at("$." + field);
    }

    private String balance() {
        return caller.get("/billing/balance").<Object>at("$.balance").toString();
    }

    @Test
    void allAreListedWithASentence() {
        var scenarios = caller.get("/sandbox/scenarios").expect(200);
        assertThat(scenarios.<List<String>>at("$.scenarios[*].name"))
                .containsExactly(
                        "busy",
                        "declining-card",
                        "documented",
                        "downgrade-blocked",
                        "empty",
                        "low-balance",
                        "overdue",
                        "past-due-subscription",
                        "suspended-service",
                        "underpaid-crypto");
        assertThat(scenarios.<List<String>>at("$.scenarios[*].description"))
                .allMatch(description -> description.length() > 40);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "documented",
                "empty",
                "overdue",
                "declining-card",
                "low-balance",
                "suspended-service",
                "underpaid-crypto",
                "past-due-subscription",
                "downgrade-blocked",
                "busy"
            })
    void eachEndsWhenItIsToAndIsTheSameForEverybody(String scenario) {
        var other = Caller.fresh(port);
        for (var instant : List.of(NOW, MONTH_END)) {
            var clock = reset(caller, scenario, instant);
            assertThat(clock.<String>at("$.now")).isEqualTo(instant);
            assertThat(clock.<String>at("$.frozen_time")).isEqualTo(instant);
            Books.of(dataSource, caller).areSound();
            reset(other, scenario, instant);
            for (var path :
                    List.of(
                            "/billing/invoices",
                            "/services",
                            "/sandbox/events",
                            "/billing/stripe/cards",
                            "/v1/organizations/list")) {
                assertThat(other.get(path).body()).isEqualTo(caller.get(path).body());
            }
        }
        caller.post("/sandbox/reset?scenario=" + scenario).expect(200);
        Books.of(dataSource, caller).areSound();
        assertThat(caller.get("/sandbox/clock").<String>at("$.frozen_time")).isNull();
    }

    @Test
    void emptyHasNothing() {
        begin("empty");
        assertThat(statuses("/billing/invoices", "invoices")).isEmpty();
        assertThat(statuses("/services", "services")).isEmpty();
        assertThat(statuses("/billing/stripe/cards", "payment_methods")).isEmpty();
        assertThat(balance()).isEqualTo("0.0");
        caller.get("/v1/organizations/list")
                .isExactly(
                        """
                        {"status": 200, "data": {"organizations": [{"org_id": "1001",
                         "org_name": "Acme Cloud", "role": "Owner", "owner": "owner@example.com",
                         "resources": 0}]}}
                        """);
        assertThat(caller.get("/sandbox/events").<List<Object>>at("$.events")).isEmpty();
        caller.advance("P1Y");
        assertThat(balance()).isEqualTo("0.0");
        assertThat(
                        caller.post("/billing/invoices/funds", "{\"amount\": 5}")
                                .<Integer>at("$.invoice_id"))
                .isEqualTo(72);
    }

    @Test
    void overdueInvoicesArePastTheirDates() {
        begin("overdue");
        assertThat(statuses("/billing/invoices", "invoices[*].status"))
                .containsExactly("Unpaid", "Unpaid");
        assertThat(statuses("/billing/invoices", "invoices[*].duedate")).containsOnly("2024-06-02");
        assertThat(statuses("/services", "services[*].status")).containsExactly("Pending");
    }

    @Test
    void decliningCardIsDeclinedWhenItIsCharged() {
        begin("declining-card");
        caller.post(
                        "/billing/orders",
                        """
                        {"pid": 1, "billingcycle": "monthly", "hostname": "h", "os": "", "sshkeys": ""}
                        """)
                .succeeds();
        assertThat(statuses("/services", "services[*].status")).containsExactly("Pending");
        assertThat(statuses("/sandbox/events", "events[*].type"))
                .contains("invoice.payment_failed");
    }

    @Test
    void lowBalanceLastsForLessThanAnHour() {
        begin("low-balance");
        assertThat(balance()).isEqualTo("0.5");
        caller.advance("PT30M");
        assertThat(balance()).isEqualTo("0.0");
        assertThat(statuses("/services", "services[*].status")).containsExactly("Active");
        caller.advance("PT1H");
        assertThat(statuses("/services", "services[*].status")).containsExactly("Suspended");
    }

    @Test
    void suspendedServicesSayWhy() {
        begin("suspended-service");
        assertThat(statuses("/services", "services[*].status"))
                .containsExactly("Suspended", "Suspended");
        assertThat(statuses("/services", "services[*].suspensionreason"))
                .containsExactly("Overdue on Payment", "Insufficient funds");
    }

    @Test
    void underpaidPaymentLeavesItsInvoiceUnpaid() {
        begin("underpaid-crypto");
        assertThat(
                        caller.get("/billing/crypto/payments/34")
                                .succeeds()
                                .<String>at("$.payment.status"))
                .isEqualTo("partially_paid");
        var invoice = caller.get("/billing/invoices/34").succeeds();
        assertThat(invoice.<String>at("$.invoice.status")).isEqualTo("Unpaid");
        assertThat(invoice.<String>at("$.invoice.balance")).isEqualTo("10.00");
    }

    @Test
    void pastDueSubscriptionHasAnUnpaidBill() {
        begin("past-due-subscription");
        assertThat(
                        statuses(
                                "/v1/organizations/billing/history?org_id=1001",
                                "billing_history[*].status"))
                .containsExactly("unpaid");
        assertThat(Books.of(dataSource, caller).rows("subscriptions"))
                .extracting(row -> row.text("status"))
                .containsExactly("PAST_DUE");
    }

    @Test
    void blockedDowngradeIsRefusedUntilLessIsUsed() {
        begin("downgrade-blocked");
        var downgrade =
                "/v1/organizations/billing/update?action=updatesubscription&org_id=1001&quantity=5";
        assertThat(caller.post(downgrade).status()).isGreaterThanOrEqualTo(400);
        caller.put("/sandbox/organizations/1001/resources", "{\"resources\": 5}").expect(200);
        caller.post(downgrade).expect(200);
    }

    @Test
    void busyHasHundredsOfInvoicesAndIsMadeOnlyOnce() {
        begin("busy");
        assertThat(statuses("/billing/invoices", "invoices[*].status"))
                .hasSizeGreaterThan(250)
                .contains("Paid", "Unpaid");
        assertThat(statuses("/services", "services")).hasSize(10);
        assertThat(statuses("/billing/stripe/cards", "payment_methods")).hasSize(5);
        var made = templates();
        begin("busy");
        assertThat(made).as("the accounts that were copied").isNotEmpty().containsAll(templates());
    }

    @Test
    void accountBeginsUnwrittenAndAgainAsOfAnotherInstant() {
        begin("underpaid-crypto");
        var earlier = "2020-02-29T00:00:00.000Z";
        caller.put("/sandbox/clock", "{\"frozen_time\": \"%s\"}".formatted(earlier)).expect(200);
        assertThat(caller.get("/sandbox/clock").<String>at("$.now")).isEqualTo(earlier);
        assertThat(
                        caller.get("/billing/crypto/payments/34")
                                .succeeds()
                                .<String>at("$.payment.created_at"))
                .isEqualTo("2020-02-28T23:59:45.000Z");

        caller.post("/billing/invoices/funds", "{\"amount\": 5}").succeeds();
        caller.put("/sandbox/clock", "{\"frozen_time\": \"2020-01-01T00:00:00.000Z\"}").expect(409);
        caller.post("/sandbox/reset", "{\"frozen_time\": \"%s\"}".formatted(NOW)).expect(200);
        assertThat(statuses("/billing/invoices", "invoices")).hasSize(4);
        caller.get("/billing/crypto/payments/34").isUserError("Not Found");
    }

    @Test
    void snapshotAndForkKeepWhatTheAccountBeganAs() {
        begin("underpaid-crypto");
        var fork = new Caller(port, "fork-" + UUID.randomUUID());
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(fork.key())).expect(201);
        caller.post("/sandbox/snapshots/begun").expect(200);
        caller.post("/sandbox/reset?scenario=empty").expect(200);
        caller.post("/sandbox/snapshots/begun/restore").expect(200);
        for (var whose : List.of(caller, fork)) {
            whose.put("/sandbox/clock", "{\"frozen_time\": \"2020-01-01T00:00:00.000Z\"}")
                    .expect(200);
            whose.get("/billing/crypto/payments/34").succeeds();
        }
    }

    @Test
    void whatMadeItIsAmongItsEvents() {
        begin("suspended-service");
        assertThat(statuses("/sandbox/events", "events[*].type"))
                .contains("invoice.created", "invoice.paid", "balance.changed");
        assertThat(
                        Books.of(dataSource, caller).rows("events").stream()
                                .map(row -> row.text("cause")))
                .contains("POST /billing/orders")
                .anyMatch(cause -> cause.startsWith("invoice.capture "));
    }

    @Test
    void unknownScenarioIsRefusedAndNothingHappens() {
        caller.post("/billing/invoices/funds", "{\"amount\": 5}").succeeds();
        assertThat(caller.post("/sandbox/reset?scenario=nonsense").expect(400).body())
                .contains("low-balance");
        assertThat(statuses("/billing/invoices", "invoices")).hasSize(5);
    }

    @Test
    void instantThatMakesNoSenseIsRefused() {
        caller.post("/billing/invoices/funds", "{\"amount\": 5}").succeeds();
        assertThat(
                        caller.post(
                                        "/sandbox/reset?scenario=empty",
                                        "{\"frozen_time\": \"1999-12-31T23:59:59Z\"}")
                                .expect(400)
                                .body())
                .contains("frozen_time");
    }

    @Test
    void operatorMakesAccountsOfAScenario() {
        var key = "made-" + UUID.randomUUID();
        var json = "{\"key\": \"%s\", \"scenario\": \"low-balance\"}".formatted(key);
        var made = caller.post("/sandbox/accounts", json).expect(201);
        assertThat(made.<String>at("$.scenario")).isEqualTo("low-balance");
        assertThat(made.<Boolean>at("$.written")).isFalse();
        assertThat(new Caller(port, key).get("/billing/balance").<Object>at("$.balance").toString())
                .isEqualTo("0.5");
        caller.post("/sandbox/accounts", json).expect(409);
        caller.post(
                        "/sandbox/accounts",
                        "{\"key\": \"%s-2\", \"scenario\": \"none\"}".formatted(key))
                .expect(400);
        assertThat(Books.accountsOf(dataSource, key + "-2")).isZero();
    }

    @Test
    void manyAtOnceGetTheSame() {
        var instant = "2023-05-05T05:05:05.555Z";
        var callers = IntStream.range(0, 12).mapToObj(i -> Caller.fresh(port)).toList();
        AtOnce.run(12, client -> reset(callers.get(client), "suspended-service", instant));
        assertThat(callers.stream().map(each -> each.get("/billing/invoices").body()).distinct())
                .hasSize(1);
        callers.forEach(each -> Books.of(dataSource, each).areSound());
    }

    /** More at a time than there are places: none is made twice because another one went. */
    @Test
    void templatesAreBoundedAndNoneIsCopiedInPart() {
        var others = templates(); // other servers may share the database, each with its own
        var before = Caller.fresh(port);
        before.get("/billing/balance").succeeds();
        var answers = new java.util.concurrent.ConcurrentHashMap<Integer, Map<String, String>>();
        AtOnce.run(
                30,
                client -> {
                    var whose = Caller.fresh(port);
                    var instant = Instant.parse(NOW).plusSeconds(client).toString();
                    reset(whose, "underpaid-crypto", instant);
                    answers.put(client, Map.of("invoices", whose.get("/billing/invoices").body()));
                    return true;
                });
        var after = Caller.fresh(port);
        after.get("/billing/balance").succeeds();
        assertThat(idOf(after) - idOf(before))
                .as("an account for each client, and a template each")
                .isLessThanOrEqualTo(30 + 30 + 1);
        assertThat(answers.values().stream().distinct()).hasSize(1);
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(templates())
                                .filteredOn(template -> !others.contains(template))
                                .hasSizeLessThanOrEqualTo(24));
    }

    private long idOf(Caller whose) {
        return org.springframework.jdbc.core.simple.JdbcClient.create(dataSource)
                .sql("select id from accounts where api_key = ?")
                .param(whose.key())
                .query(Long.class)
                .single();
    }

    /** Returns the accounts from which scenarios are copied, the newest last. */
    private List<Long> templates() {
        return org.springframework.jdbc.core.simple.JdbcClient.create(dataSource)
                .sql("select id from accounts where api_key like '~scenario/%' order by id")
                .query(Long.class)
                .list();
    }

    @Test
    void roleMayNotBeginAnew() {
        var viewer = new Caller(port, caller.key() + ".viewer");
        viewer.post("/sandbox/reset?scenario=empty").expect(403);
        viewer.get("/sandbox/scenarios").expect(200);
    }
}
