package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Caller;
import dev.paystub.testing.RawHttp;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Deliberate faults: of one request by its {@code Prefer} header, of following requests by a rule.
 */
@ServerTest
@Tag("postgres-full")
class FaultJourneyTests {

    private static final String FUNDS = "/billing/invoices/funds";
    private static final String TEN = "{\"amount\": 10}";
    private static final int SEEDED = 4;

    @LocalServerPort protected int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    private Reply preferring(String path, String prefer) {
        return Caller.send(
                caller.request(path)
                        .header("X-API-Key", caller.key())
                        .header("Authorization", "Bearer " + caller.key())
                        .header("Content-Type", "application/json")
                        .header("Prefer", prefer)
                        .POST(BodyPublishers.ofString(TEN))
                        .build());
    }

    private void rule(String json) {
        caller.post("/sandbox/faults", json).expect(201);
    }

    private int invoices() {
        return caller.get("/billing/invoices").expect(200).<List<?>>at("$.invoices").size();
    }

    private Map<String, Object> lastRequest() {
        return caller.get("/sandbox/requests?operation=addFundsInvoice")
                .expect(200)
                .<List<Map<String, Object>>>at("$.requests")
                .getLast();
    }

    private static String applied(Reply reply) {
        return reply.headers().firstValue("Preference-Applied").orElse("");
    }

    @Test
    void preferredCodeIsAnsweredInTheApisOwnShapeAndNothingIsDone() {
        var pureGpu = preferring(FUNDS, "code=402").expect(402);
        assertThat(pureGpu.body()).startsWith("{\"result\":\"error\",\"message\":");
        assertThat(applied(pureGpu)).isEqualTo("code=402");
        var cloudPlans =
                preferring("/v1/organizations/billing/update?action=getpaymentlink", "code=503")
                        .expect(503);
        assertThat(cloudPlans.body()).startsWith("{\"status\":503,\"response\":");
        var stripe = preferring("/stripe/v1/payment_methods", "code=402").expect(402);
        assertThat(stripe.<String>at("$.error.type")).isEqualTo("card_error");
        assertThat(invoices()).isEqualTo(SEEDED);
    }

    @Test
    void severalPreferencesAreGrantedTogetherAndStrangeOnesAreLeftOut() {
        var reply = preferring(FUNDS, "respond-async, delay=20, code=\"429\", fault=NONE");
        assertThat(applied(reply.expect(429))).isEqualTo("delay=20, code=429");
        assertThat(applied(preferring(FUNDS, "code=200"))).isEmpty();
        assertThat(invoices()).isEqualTo(SEEDED + 1);
    }

    @Test
    void clientsThatCannotSetHeadersUseTheQuery() {
        caller.post(FUNDS + "?__code=500", TEN).expect(500);
        assertThat(invoices()).isEqualTo(SEEDED);
        caller.post(FUNDS + "?__delay=10", TEN).succeeds();
        assertThat(invoices()).isEqualTo(SEEDED + 1);
        caller.post(FUNDS + "?__code=42", TEN)
                .isUserError("__code must be a status from 400 to 599, not '42'");
        caller.post(FUNDS + "?__fault=SOME", TEN).isUserError("one of EMPTY_RESPONSE");
        caller.post(FUNDS + "?__delay=1h", TEN).isUserError("__delay must be a number");
    }

    @Test
    void delayHoldsTheRequestBack() {
        caller.post(FUNDS + "?__delay=300", TEN).succeeds();
        assertThat(((Number) lastRequest().get("duration")).doubleValue())
                .isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({
        "EMPTY_RESPONSE, ''",
        "MALFORMED_RESPONSE_CHUNK, HTTP/1.1 200 OK",
        "RANDOM_DATA_THEN_CLOSE, lo3#9",
        "CONNECTION_RESET_BY_PEER, <reset>"
    })
    void brokenConnectionsAreBrokenAndNothingIsDone(String fault, String begin) {
        var received = RawHttp.post(caller, FUNDS + "?__fault=" + fault, TEN);
        assertThat(received).startsWith(begin);
        if (begin.isEmpty()) {
            assertThat(received).isEmpty();
        }
        assertThat(invoices()).isEqualTo(SEEDED);
        assertThat(lastRequest())
                .containsEntry("fault", fault)
                .containsEntry("fault_source", "request")
                .containsEntry("status", null)
                .containsEntry("committed", false);
    }

    @Test
    void beforeCommitNothingHasHappened() {
        assertThat(RawHttp.post(caller, FUNDS + "?__fault=BEFORE_COMMIT", TEN)).isEmpty();
        assertThat(invoices()).isEqualTo(SEEDED);
        assertThat(lastRequest())
                .containsEntry("fault", "BEFORE_COMMIT")
                .containsEntry("committed", false)
                .containsEntry("effects", List.of());
        // no number has been consumed
        caller.post(FUNDS, TEN).isExactly("{\"result\": \"success\", \"invoice_id\": 72}");
    }

    @Test
    void afterCommitItHasHappenedAndTheAnswerIsLost() {
        assertThat(RawHttp.post(caller, FUNDS + "?__fault=AFTER_COMMIT", TEN)).isEmpty();
        assertThat(invoices()).isEqualTo(SEEDED + 1);
        assertThat(lastRequest())
                .containsEntry("fault", "AFTER_COMMIT")
                .containsEntry("committed", true)
                .containsEntry("status", null)
                .containsEntry("effects_total", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE_COMMIT", "AFTER_COMMIT"})
    void whoRepeatsALostRequestWithItsKeyHasItDoneOnce(String fault) {
        rule(
                "{\"path\": \"/billing/**\", \"method\": \"post\", \"fault\": \"%s\"}"
                        .formatted(fault));
        var lost =
                AtOnce.run(
                        1,
                        client -> {
                            try {
                                return idempotent().status();
                            } catch (java.io.UncheckedIOException e) {
                                return -1;
                            }
                        });
        assertThat(lost).containsExactly(-1);
        var again = idempotent().succeeds();
        assertThat(again.body()).isEqualTo("{\"result\":\"success\",\"invoice_id\":72}");
        assertThat(again.headers().firstValue("Idempotent-Replayed").isPresent())
                .isEqualTo(fault.equals("AFTER_COMMIT"));
        assertThat(invoices()).isEqualTo(SEEDED + 1);
    }

    @Test
    void repeatedWithoutTheFaultInItsQueryItIsTheSameRequest() {
        var path = FUNDS + "?__fault=AFTER_COMMIT";
        assertThat(RawHttp.post(caller, path, TEN, "Idempotency-Key: once")).isEmpty();
        var again = idempotent().succeeds();
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(invoices()).isEqualTo(SEEDED + 1);
    }

    private Reply idempotent() {
        return Caller.send(
                caller.request(FUNDS)
                        .header("X-API-Key", caller.key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "once")
                        .POST(BodyPublishers.ofString(TEN))
                        .build());
    }

    @Test
    void ruleFiresExactlyAsOftenAsItSaysUnderAnyConcurrency() {
        rule("{\"path\": \"%s\", \"times\": 7, \"skip\": 5, \"status\": 503}".formatted(FUNDS));
        var replies = AtOnce.run(32, client -> caller.post(FUNDS, TEN));
        assertThat(replies.stream().filter(reply -> reply.status() == 503)).hasSize(7);
        assertThat(invoices()).isEqualTo(SEEDED + 25);
        var listed = caller.get("/sandbox/faults").expect(200);
        assertThat(listed.<Integer>at("$.faults[0].left")).isZero();
        assertThat(listed.<Integer>at("$.faults[0].fired")).isEqualTo(7);
        assertThat(
                        caller.post("/sandbox/requests/count", "{\"fault\": \"STATUS_503\"}")
                                .<Integer>at("$.count"))
                .isEqualTo(7);
    }

    @Test
    void skippedRequestsPassFirst() {
        rule("{\"path\": \"%s\", \"skip\": 2, \"times\": 1, \"status\": 500}".formatted(FUNDS));
        assertThat(List.of(funds(), funds(), funds(), funds())).containsExactly(200, 200, 500, 200);
    }

    private int funds() {
        return caller.post(FUNDS, TEN).status();
    }

    @Test
    void rulesKeepToTheirMethodPathAndQuery() {
        rule("{\"method\": \"GET\", \"path\": \"/billing/invoices/{id}\", \"status\": 500}");
        rule(
                "{\"path\": \"/v1/organizations/billing/update?action=cancelsubscription\","
                        + " \"status\": 502}");
        caller.get("/billing/invoices").expect(200);
        caller.post(FUNDS, TEN).expect(200);
        caller.get("/billing/invoices/34").expect(500);
        caller.get("/billing/invoices/34").expect(200);
        caller.post(
                        "/v1/organizations/billing/update?action=getupdatecardlink",
                        "{\"org_id\": \"1001\"}")
                .expect(200);
        caller.post(
                        "/v1/organizations/billing/update?action=cancelsubscription",
                        "{\"org_id\": \"1001\"}")
                .expect(502);
    }

    @Test
    void ruleAnswersABodyOfYourOwn() {
        rule(
                "{\"path\": \"/billing/balance\", \"status\": 200, \"body\": {\"balance\":"
                        + " \"lots\"}}");
        caller.get("/billing/balance").expect(200).isExactly("{\"balance\": \"lots\"}");
        rule("{\"path\": \"/billing/balance\", \"status\": 502, \"body\": \"<html>Bad gateway\"}");
        assertThat(caller.get("/billing/balance").expect(502).body())
                .isEqualTo("<html>Bad gateway");
    }

    @Test
    void ruleEndsOnTheAccountsClock() {
        rule(
                "{\"path\": \"/billing/balance\", \"times\": 9, \"status\": 500, \"expires\":"
                        + " \"PT1H\"}");
        caller.get("/billing/balance").expect(500);
        caller.advance("PT59M");
        caller.get("/billing/balance").expect(500);
        caller.advance("PT1M");
        caller.get("/billing/balance").expect(200);
    }

    @Test
    void rulesAreTheAccountsOwnAndSnapshotsKeepThem() {
        rule("{\"path\": \"/billing/balance\", \"times\": 3, \"status\": 500}");
        caller.get("/billing/balance").expect(500);
        caller.post("/sandbox/snapshots/armed").expect(200);
        caller.get("/billing/balance").expect(500);
        caller.delete("/sandbox/faults").expect(204);
        caller.get("/billing/balance").expect(200);
        Caller.fresh(port).get("/billing/balance").expect(200);
        caller.post("/sandbox/snapshots/armed/restore").expect(200);
        assertThat(caller.get("/sandbox/faults").<Integer>at("$.faults[0].left")).isEqualTo(2);
        caller.delete("/sandbox/faults/1").expect(204);
        caller.delete("/sandbox/faults/1").expect(404);
        caller.get("/billing/balance").expect(200);
        caller.post("/sandbox/reset").expect(200);
        assertThat(caller.get("/sandbox/faults").<List<?>>at("$.faults")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"path\": \"/billing/**\"}",
                "{\"path\": \"billing\", \"status\": 500}",
                "{\"path\": \"/billing/{\", \"status\": 500}",
                "{\"path\": \"/sandbox/faults\", \"status\": 500}",
                "{\"path\": \"/billing/**\", \"status\": 99}",
                "{\"path\": \"/billing/**\", \"status\": 204}",
                "{\"path\": \"/billing/**\", \"status\": 500, \"times\": 0}",
                "{\"path\": \"/billing/**\", \"status\": 500, \"skip\": -1}",
                "{\"path\": \"/billing/**\", \"delay\": 60001}",
                "{\"path\": \"/billing/**\", \"fault\": \"FIRE\"}",
                "{\"path\": \"/billing/**\", \"fault\": \"AFTER_COMMIT\", \"status\": 500}",
                "{\"path\": \"/billing/**\", \"status\": 500, \"method\": \"FETCH\"}",
                "{\"path\": \"/billing/**\", \"status\": 500, \"expires\": \"soon\"}"
            })
    void rulesThatMakeNoSenseAreRefused(String json) {
        var refused = caller.post("/sandbox/faults", json).expect(400);
        assertThat(refused.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(refused.<String>at("$.detail")).isNotBlank();
        assertThat(caller.get("/sandbox/faults").<List<?>>at("$.faults")).isEmpty();
    }
}
