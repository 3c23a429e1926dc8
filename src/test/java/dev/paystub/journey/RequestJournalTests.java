package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Every response has an entry in the journal, and the journal's size is bounded. */
@ServerTest
@TestPropertySource(
        properties = {"paystub.journal.max-entries=40", "paystub.journal.max-size=60KB"})
@Tag("postgres-full")
class RequestJournalTests {

    @LocalServerPort protected int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
        caller.delete("/sandbox/requests").expect(204);
    }

    private List<Map<String, Object>> requests(String query) {
        return caller.get("/sandbox/requests" + query).expect(200).at("$.requests");
    }

    private int count(String matcher) {
        return caller.post("/sandbox/requests/count", matcher).expect(200).at("$.count");
    }

    @Test
    void entrySaysWhatWasAskedAnsweredAndBroughtAbout() {
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        assertThat(requests("?operation=addFundsInvoice"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry)
                            .containsEntry("method", "POST")
                            .containsEntry("path", "/billing/invoices/funds")
                            .containsEntry("time", "2024-04-01T00:00:00.000Z")
                            .containsEntry("status", 200)
                            .containsEntry("fault", null)
                            .containsEntry("committed", true)
                            .containsEntry("contract", List.of())
                            .containsEntry(
                                    "request", Map.of("body", Map.of("amount", 10), "bytes", 14))
                            .containsEntry(
                                    "response",
                                    Map.of(
                                            "body",
                                            Map.of("result", "success", "invoice_id", 72),
                                            "bytes",
                                            36));
                    assertThat(((Number) entry.get("duration")).doubleValue()).isPositive();
                    assertThat(entry.get("effects").toString())
                            .contains("invoice.created", "invoice 72");
                });
    }

    @Test
    void requestIdOfTheAnswerIsTheEntrys() {
        var reply = caller.get("/billing/balance");
        assertThat(requests("?operation=getBalance").getFirst())
                .containsEntry(
                        "request_id", reply.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void filtersAndMatchersFindWhatTheyName() {
        caller.post("/billing/invoices/funds", "{\"amount\": 10}");
        caller.post("/billing/invoices/funds", "{\"amount\": 11, \"note\": {\"a\": 1}}");
        caller.get("/v1/organizations/billing/describe?org_id=9");
        caller.advance("P1D");
        caller.get("/billing/balance");
        assertThat(requests("?status=404")).singleElement().asString().contains("describeBilling");
        assertThat(requests("?status=4xx")).hasSize(1);
        assertThat(requests("?since=2024-04-02T00:00:00Z")).hasSize(1);
        assertThat(count("{}")).isEqualTo(5);
        assertThat(count("{\"path\": \"/billing/**\"}")).isEqualTo(3);
        assertThat(count("{\"method\": \"post\", \"path\": \"/billing/**\"}")).isEqualTo(2);
        assertThat(count("{\"body\": {\"amount\": 10}}")).isEqualTo(1);
        assertThat(count("{\"body_contains\": \"note\"}")).isEqualTo(1);
        assertThat(count("{\"violating\": true}")).isEqualTo(0);
        var found = caller.post("/sandbox/requests/find", "{\"body\": {\"amount\": 11}}");
        assertThat(found.<List<?>>at("$.requests")).hasSize(1);
        caller.get("/sandbox/requests?status=abc").expect(400);
        caller.get("/sandbox/requests?since=today").expect(400);
        caller.post("/sandbox/requests/count", "{\"path\": \"/{\"}").expect(400);
    }

    @Test
    void secretsAreLeftOut() {
        caller.get("/stripe/v1/elements/sessions"); // a request without a body
        Caller.send(
                caller.request("/stripe/v1/payment_methods")
                        .header("Authorization", "Bearer " + caller.key())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                java.net.http.HttpRequest.BodyPublishers.ofString(
                                        "type=card&card[number]=4242424242424242"
                                                + "&card[cvc]=987&card[exp_month]=1"
                                                + "&card[exp_year]=34"))
                        .build());
        var journal = caller.get("/sandbox/requests").body();
        assertThat(journal)
                .doesNotContain("4242424242424242", "987", caller.key())
                .contains("card[number]=***4242", "card[cvc]=***", "exp_month]=1");
    }

    @Test
    void pagesAreInTheJournalOfTheirAccount() {
        var link =
                caller.post(
                                "/v1/organizations/billing/update?action=getpaymentlink",
                                "{\"org_id\": \"1002\", \"quantity\": 10}")
                        .<String>at("$.response");
        var page = link.substring(link.indexOf("/checkout"));
        Caller.send(caller.request(page).GET().build()).expect(200);
        assertThat(count("{\"path\": \"/checkout/**\", \"status\": \"200\"}")).isEqualTo(1);
    }

    @Test
    void streamIsThereOnceItHasEnded() {
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        assertThat(caller.get("/sandbox/events/stream?after=0&limit=1").expect(200).body())
                .contains("invoice.created");
        assertThat(requests("?operation=streamEvents"))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry)
                                .containsEntry("status", 200)
                                .containsEntry("query", "after=0&limit=1"));
    }

    @Test
    void emptyingAndResetEmptyIt() {
        caller.get("/billing/balance");
        caller.delete("/sandbox/requests").expect(204);
        assertThat(requests("")).isEmpty();
        caller.get("/billing/balance");
        caller.post("/sandbox/reset").expect(200);
        assertThat(requests("")).singleElement().asString().contains("/sandbox/reset");
    }

    @Test
    void restoreLeavesItAlone() {
        caller.post("/sandbox/snapshots/a").expect(200);
        caller.get("/billing/balance");
        caller.post("/sandbox/snapshots/a/restore").expect(200);
        assertThat(count("{\"operation\": \"getBalance\"}")).isEqualTo(1);
    }

    @Test
    void anotherAccountsTrafficIsItsOwn() {
        Caller.fresh(port).get("/billing/balance").expect(200);
        assertThat(count("{\"operation\": \"getBalance\"}")).isZero();
    }

    @Test
    void oldestAreDroppedAndCounted() {
        for (var i = 0; i < 60; i++) {
            caller.get("/billing/balance?n=" + i).expect(200);
        }
        var journal = caller.get("/sandbox/requests");
        var kept = journal.<List<Map<String, Object>>>at("$.requests");
        assertThat(kept).hasSize(40);
        assertThat(kept.getLast()).containsEntry("query", "n=59");
        assertThat(kept.getFirst()).containsEntry("query", "n=20");
        assertThat(journal.<Integer>at("$.dropped")).isEqualTo(20);
    }

    @Test
    void sizeIsBoundedToo() {
        var note = "x".repeat(12_000);
        for (var i = 0; i < 9; i++) {
            caller.post(
                    "/billing/invoices/funds",
                    "{\"amount\": %d, \"note\": \"%s\"}".formatted(10 + i, note));
        }
        var journal = caller.get("/sandbox/requests");
        assertThat(journal.<List<?>>at("$.requests")).hasSize(4);
        assertThat(journal.<Integer>at("$.dropped")).isEqualTo(5);
        assertThat(journal.<Integer>at("$.requests[3].request.body.amount")).isEqualTo(18);
    }

    @Test
    void noEntryIsLostUnderLoad() {
        AtOnce.run(
                8,
                client -> {
                    var own = Caller.fresh(port);
                    for (var i = 0; i < 30; i++) {
                        own.get("/billing/balance?n=" + i).expect(200);
                        var last =
                                own.get("/sandbox/requests")
                                        .<List<Map<String, Object>>>at("$.requests")
                                        .getLast();
                        assertThat(last).containsEntry("query", "n=" + i);
                    }
                    return true;
                });
        AtOnce.run(40, client -> caller.get("/billing/balance").expect(200));
        var journal = caller.get("/sandbox/requests");
        assertThat(journal.<List<?>>at("$.requests").size() + journal.<Integer>at("$.dropped"))
                .isEqualTo(40);
    }
}
