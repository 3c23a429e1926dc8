package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Receiver;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
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
                            .containsEntry("outcome", "success")
                            .containsEntry("source", "api")
                            .containsEntry("replayed", false)
                            .containsEntry("webhooks", List.of());
                    assertThat(entry.get("at")).isEqualTo(entry.get("wall_time"));
                    assertThat(Instant.parse((String) entry.get("at")))
                            .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
                    assertThat(message(entry, "request"))
                            .containsEntry("body", Map.of("amount", 10))
                            .containsEntry("bytes", 14);
                    assertThat(message(entry, "response"))
                            .containsEntry("body", Map.of("result", "success", "invoice_id", 72))
                            .containsEntry("bytes", 36);
                    assertThat(((Number) entry.get("duration")).doubleValue()).isPositive();
                    assertThat(entry.get("effects"))
                            .asInstanceOf(InstanceOfAssertFactories.LIST)
                            .first()
                            .asInstanceOf(InstanceOfAssertFactories.MAP)
                            .containsEntry("type", "invoice.created")
                            .containsEntry("subject", "invoice 72")
                            .containsEntry("kind", "invoice")
                            .containsEntry("id", "72")
                            .containsEntry("from", null)
                            .containsEntry("to", "Unpaid");
                });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> message(Map<String, Object> entry, String which) {
        return (Map<String, Object>) entry.get(which);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> headers(Map<String, Object> entry, String which) {
        return (Map<String, String>) message(entry, which).get("headers");
    }

    @Test
    void headersAreThereWithoutSecrets() {
        Caller.send(
                caller.request("/billing/balance")
                        .header("X-API-Key", caller.key())
                        .header("Cookie", "session=s3cr3t")
                        .header("Stripe-Signature", "t=1,v1=s3cr3t")
                        .header("Authorization", "Bearer " + caller.key())
                        .header("X-Some-Token", "s3cr3t")
                        .header("X-Order", "7")
                        .header("X-Page", "/checkout?client_secret=s3cr3t&a=1")
                        .GET()
                        .build());
        var entry = requests("?operation=getBalance").getFirst();
        assertThat(headers(entry, "request"))
                .containsEntry("X-API-Key", "***")
                .containsEntry("Cookie", "***")
                .containsEntry("Stripe-Signature", "***")
                .containsEntry("Authorization", "Bearer ***")
                .containsEntry("X-Some-Token", "***")
                .containsEntry("X-Order", "7")
                .containsEntry("X-Page", "/checkout?client_secret=***&a=1");
        assertThat(headers(entry, "response"))
                .containsEntry("Content-Type", "application/json")
                .containsEntry("X-Request-Id", (String) entry.get("request_id"));
        assertThat(caller.get("/sandbox/requests").body()).doesNotContain("s3cr3t", caller.key());
    }

    @Test
    void errorIsAnErrorWhateverItsStatus() {
        caller.post("/billing/invoices/funds", "{\"amount\": 0}").isUserError("Amount");
        caller.get("/v1/organizations/billing/describe?org_id=9").expect(404);
        caller.get("/billing/balance").succeeds();
        assertThat(requests("?outcome=error"))
                .extracting(entry -> entry.get("status"))
                .containsExactly(200, 404);
        assertThat(requests("?outcome=success")).singleElement().asString().contains("getBalance");
        caller.post(
                        "/sandbox/faults",
                        "{\"path\": \"/billing/balance\", \"times\": 2, \"status\": 200,"
                                + " \"body\": \"{\\\"a\\\": 1, \\\"result\\\": \\\"error\\\"}\"}")
                .expect(201);
        caller.get("/billing/balance").expect(200);
        assertThat(count("{\"outcome\": \"error\", \"operation\": \"getBalance\"}")).isEqualTo(1);
        refuses("/sandbox/requests?outcome=bad", "outcome must be one of success, error, lost");
        refuses("/sandbox/requests?source=bad", "source must be one of");
    }

    @Test
    void lostAnswerIsNoSuccess() {
        caller.post(
                        "/sandbox/faults",
                        "{\"path\": \"/billing/balance\", \"times\": 9, \"fault\":"
                                + " \"BEFORE_COMMIT\"}")
                .expect(201);
        assertThatThrownBy(() -> caller.get("/billing/balance"))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(requests("?outcome=lost"))
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(entry)
                                .containsEntry("status", null)
                                .containsEntry("outcome", "lost"));
    }

    @Test
    void repeatedAnswerSaysSoAndIsAsGoodAsTheFirst() {
        for (var i = 0; i < 2; i++) {
            once("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
            once(
                            "/billing/stripe/cards",
                            "{\"stripe_payment_method_id\": \"pm_card_visa_chargeDeclined\"}")
                    .isUserError("declined");
        }
        assertThat(requests("?operation=addFundsInvoice"))
                .extracting(entry -> entry.get("replayed") + " " + entry.get("outcome"))
                .containsExactly("false success", "true success");
        assertThat(requests("?operation=addCard"))
                .extracting(entry -> entry.get("replayed") + " " + entry.get("outcome"))
                .containsExactly("false error", "true error");
    }

    private Reply once(String path, String json) {
        return Caller.send(
                caller.request(path)
                        .header("X-API-Key", caller.key())
                        .header("Idempotency-Key", path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build());
    }

    @Test
    void pagesGoBothWays() {
        for (var i = 0; i < 7; i++) {
            caller.get("/billing/balance?n=" + i).succeeds();
        }
        assertThat(paged("asc")).containsExactly("n=0", "n=1", "n=2", "n=3", "n=4", "n=5", "n=6");
        assertThat(paged("desc")).containsExactly("n=6", "n=5", "n=4", "n=3", "n=2", "n=1", "n=0");
        refuses("/sandbox/requests?order=up", "order must be asc or desc");
        refuses("/sandbox/requests?limit=0", "limit must be");
        refuses("/sandbox/requests?limit=10001", "limit must be");
        refuses("/sandbox/requests?after=-1", "after must be");
    }

    private void refuses(String path, String reason) {
        assertThat(caller.get(path).expect(400).<String>at("$.detail")).contains(reason);
    }

    private List<String> paged(String order) {
        var found = new ArrayList<String>();
        var next = 0L;
        while (true) {
            var page =
                    caller.get(
                            "/sandbox/requests?limit=3&order=%s&after=%d&operation=getBalance"
                                    .formatted(order, next));
            var queries = page.expect(200).<List<String>>at("$.requests[*].query");
            if (queries.isEmpty()) {
                return found;
            }
            found.addAll(queries);
            next = page.<Number>at("$.next").longValue();
        }
    }

    @Test
    void webhooksOfARequestAreNamed() {
        try (var receiver = new Receiver()) {
            var webhook =
                    caller.post(
                                    "/sandbox/webhooks",
                                    "{\"url\": \"%s\"}".formatted(receiver.url("/")))
                            .expect(201)
                            .<Integer>at("$.id");
            caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
            var delivery =
                    caller.get("/sandbox/webhooks/%d/deliveries".formatted(webhook))
                            .<Map<String, Object>>at("$.deliveries[0]");
            assertThat(requests("?operation=addFundsInvoice").getFirst().get("webhooks"))
                    .isEqualTo(List.of(Map.of("webhook", webhook, "delivery", delivery.get("id"))));
        }
    }

    @Test
    void traceIsTheAddressOfTheRequestInTheConsole() {
        var reply = caller.get("/billing/balance").succeeds();
        var id = reply.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(reply.headers().firstValue("Paystub-Trace"))
                .hasValue("http://localhost:%d/console/#/requests/%s".formatted(port, id));
        assertThat(requests("?order=desc&limit=1&request_id=" + id))
                .singleElement()
                .asString()
                .contains("getBalance");
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        var stream = caller.get("/sandbox/events/stream?after=0&limit=1");
        assertThat(stream.headers().firstValue("Paystub-Trace")).isPresent();
        var listed = caller.get("/sandbox/requests");
        assertThat(listed.headers().firstValue("Paystub-Trace"))
                .as("reading the journal is not journalled")
                .isEmpty();
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
        var journal = caller.get("/sandbox/requests");
        assertThat(journal.body()).doesNotContain("4242424242424242", caller.key());
        // of the body alone: an id or a duration may have the digits of the CVC
        assertThat(journal.<List<String>>at("$.requests[?(@.method == 'POST')].request.body"))
                .containsExactly(
                        "type=card&card[number]=***4242&card[cvc]=***&card[exp_month]=1"
                                + "&card[exp_year]=34");
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
        assertThat(count("{\"path\": \"/checkout/**\", \"source\": \"page\"}")).isEqualTo(1);
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
