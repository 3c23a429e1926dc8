package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Receiver;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import dev.paystub.testing.Wire;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The control plane refuses unknown fields and parameters, and requests that a web page of another
 * origin causes.
 */
@ServerTest
@Tag("postgres-full")
class ControlPlaneTests {

    private static final String BALANCE = "/billing/balance";

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/sandbox/reset | {\"scenario\":\"empty\"} | parameter of the query",
                "/sandbox/reset | {\"frozen\":\"2024-06-09T15:23:43.444Z\"} | frozen_time",
                "/sandbox/reset | {\"frozenTime\":\"2024-06-09T15:23:43.444Z\"} | frozen_time",
                "/sandbox/webhooks |"
                        + " {\"url\":\"http://localhost:9/\",\"misbehave\":{\"duplicat\":true}} |"
                        + " 'misbehave.duplicat'; did you mean duplicate?",
                "/sandbox/webhooks | {\"url\":\"http://localhost:9/\",\"event\":[\"invoice.paid\"]}"
                        + " | did you mean events?",
                "/sandbox/faults | {\"path\":\"/billing/balance\",\"code\":500} | 'code'",
                "/sandbox/faults | {\"path\":\"/billing/balance\",\"status\":500,\"header\":{}} |"
                        + " headers",
                "/sandbox/faults | {\"url\":\"/billing/balance\",\"status\":500} | 'url'",
                "/sandbox/fork | {\"key\":\"k\"} | did you mean keys?",
                "/sandbox/clock/advance | {\"by\":\"P1D\",\"dry_run\":true} | parameter of the"
                        + " query",
                "/sandbox/fork | {\"keys\":[\"k\"],\"key\":\"k\"} | did you mean keys?",
                "/sandbox/requests/find | {\"operations\":\"addOrder\"} | did you mean operation?",
                "/sandbox/requests/count | {\"body_contain\":\"x\"} | did you mean body_contains?",
                "/sandbox/provider-states | {\"stat\":\"empty\"} | did you mean state?",
                "/sandbox/provider-states | {\"states\":[{\"name\":\"empty\",\"param\":{}}]} | did"
                        + " you mean params?"
            })
    void aFieldThatNobodyReadsIsRefusedWithTheOneThatWasMeant(
            String path, String body, String meant) {
        caller.get("/sandbox/clock").expect(200);
        assertThat(caller.post(path, body).expect(400).<String>at("$.detail"))
                .contains("There is no field", meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /sandbox/reset?scenari=empty | did you mean scenario?",
                "POST | /sandbox/clock/advance?dryrun=true | did you mean dry_run?",
                "GET | /sandbox/events?afte=1 | did you mean after?",
                "GET | /sandbox/requests?operations=x | did you mean operation?",
                "GET | /sandbox/clock?x | there is none here",
                "GET | /sandbox/explain/balance?limits=1 | did you mean limit?"
            })
    void aParameterThatNobodyReadsIsRefusedToo(String method, String path, String meant) {
        var body = path.contains("advance") ? "{\"by\": \"P1D\"}" : null;
        assertThat(caller.send(method, path, body).expect(400).<String>at("$.detail"))
                .contains("There is no parameter", meant);
    }

    @Test
    void aRuleSaysHeadersAndTheContentType() {
        caller.post(
                        "/sandbox/faults",
                        """
                        {"path": "/billing/balance", "status": 429,
                         "headers": {"Retry-After": "2", "X-RateLimit-Remaining": "0"}}
                        """)
                .expect(201);
        var limited = caller.get(BALANCE).expect(429);
        assertThat(limited.headers().firstValue("Retry-After")).contains("2");
        assertThat(limited.headers().firstValue("X-RateLimit-Remaining")).contains("0");
        assertThat(limited.<String>at("$.result")).isEqualTo("error");

        var made =
                caller.post(
                                "/sandbox/faults",
                                """
                                {"path": "/billing/balance", "status": 502, "body": "<h1>é</h1>",
                                 "headers": {"content-type": "text/html;charset=ISO-8859-1"}}
                                """)
                        .expect(201);
        assertThat(made.<Map<String, String>>at("$.headers"))
                .containsEntry("content-type", "text/html;charset=ISO-8859-1");
        var page = caller.get(BALANCE).expect(502);
        assertThat(page.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/html")
                .containsIgnoringCase("iso-8859-1");
        assertThat(page.body()).isEqualTo("<h1>é</h1>");
        caller.get(BALANCE).succeeds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"X-A\": \"a\\r\\nSet-Cookie: b\"}",
                "{\"X-A\": \"a\\nb\"}",
                "{\"X-A\": \"schl\\u00fcssel\"}",
                "{\"X-A\": null}",
                "{\"X A\": \"a\"}",
                "{\"X-A:\": \"a\"}",
                "{\"\": \"a\"}",
                "{\"Content-Length\": \"3\"}",
                "{\"content-length\": \"3\"}",
                "{\"Transfer-Encoding\": \"chunked\"}",
                "{\"Connection\": \"close\"}",
                "{\"Upgrade\": \"h2c\"}",
                "{\"X-Request-Id\": \"mine\"}",
                "{\"Retry-After\": \"1\", \"retry-after\": \"2\"}",
                "{\"Content-Type\": \"nonsense\"}",
                "{\"Content-Type\": \"text/*\"}",
                "{\"Content-Type\": \"text/html;charset=nonsense\"}"
            })
    void aHeaderThatCannotBeSentIsRefused(String headers) {
        var rule = "{\"path\": \"/billing/balance\", \"body\": \"x\", \"headers\": %s}";
        assertThat(caller.post("/sandbox/faults", rule.formatted(headers)).expect(400).body())
                .contains("eaders");
        caller.get(BALANCE).succeeds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\": 500, \"headers\": {\"Content-Type\": \"text/html\"}",
                "\"delay\": 1, \"headers\": {\"Retry-After\": \"1\"}",
                "\"fault\": \"EMPTY_RESPONSE\", \"headers\": {\"Retry-After\": \"1\"}"
            })
    void headersWithoutAnAnswerToGoWithAreRefused(String rest) {
        caller.post("/sandbox/faults", "{\"path\": \"/billing/balance\", %s}".formatted(rest))
                .expect(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "latest",
                "abc",
                "1.5",
                "9223372036854775808",
                "%20",
                "-1",
                "0",
                "1e3",
                "01",
                "7"
            })
    void whatIsNoIdBelongsToNothing(String id) {
        caller.delete("/sandbox/faults/" + id).expect(404);
        caller.get("/sandbox/webhooks/" + id).expect(404);
        caller.get("/sandbox/webhooks/" + id + "/deliveries/" + id).expect(404);
        caller.get("/sandbox/explain/invoices/" + id).expect(404);
        caller.get("/sandbox/explain/crypto/payments/" + id).expect(404);
        caller.get("/sandbox/explain/subscriptions/" + id).expect(404);
        caller.get("/sandbox/crypto/payments/" + id).expect(404);
        caller.get("/sandbox/checkouts/" + id).expect(404);
        caller.put("/sandbox/organizations/" + id + "/resources", "{\"resources\": 1}").expect(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P999999999Y",
                "PT9223372036854775807S",
                "P1000Y",
                "P99999999999999999999D",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z"
            })
    void aTimeOutOfReachIsRefused(String time) {
        var rule = "{\"path\": \"/billing/balance\", \"status\": 500, \"expires\": \"%s\"}";
        assertThat(caller.post("/sandbox/faults", rule.formatted(time)).expect(400).body())
                .contains("expires");
        caller.post("/sandbox/clock/advance", "{\"by\": \"%s\"}".formatted(time)).expect(400);
        caller.post("/sandbox/reset", "{\"frozen_time\": \"%s\"}".formatted(time)).expect(400);
        caller.put("/sandbox/clock", "{\"frozen_time\": \"%s\"}".formatted(time)).expect(400);
    }

    private int status(String line, String... headers) {
        return Wire.send(
                        port,
                        "%s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n"
                                .formatted(line, String.join("\r\n", headers)))
                .status();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example:8080",
                "rebound.example",
                "localhost.rebound.example",
                "127.0.0.1.rebound.example",
                "rebound.example.",
                "localhost@rebound.example"
            })
    void aNameThatAPageLedHereOpensNothing(String host) {
        var key = "X-API-Key: " + caller.key();
        assertThat(status("GET /sandbox/webhooks", "Host: " + host, key)).isIn(400, 403);
        assertThat(status("POST /sandbox/provider-states?action=nonsense", "Host: " + host))
                .isIn(400, 403);
        assertThat(
                        status(
                                "GET /sandbox/clock",
                                "Host: localhost",
                                key,
                                "X-Forwarded-Host: " + host))
                .isIn(400, 403);
        assertThat(status("GET /billing/balance", "Host: rebound.example", key)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LOCALHOST.",
                "127.0.0.1:8080",
                "192.168.1.7",
                "[::1]:8080",
                "[2606:4700::1111]",
                "paystub:8080",
                "billing-sandbox",
                "paystub.localhost",
                "host.docker.internal:8080"
            })
    void namesOfMachinesAndContainersWillDo(String host) {
        var key = "X-API-Key: " + caller.key();
        assertThat(status("GET /sandbox/clock", "Host: " + host, key)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "paystub.localhost", "redirected"})
    void aDeliveryOpensNothing(String host) throws Exception {
        try (var receiver = new Receiver()) {
            var own = "http://%s:%d".formatted(host, port);
            if (host.equals("redirected")) {
                own = receiver.url("/").replaceAll("/$", "");
                for (var i = 0; i < 2; i++) {
                    var path = i == 0 ? "/sandbox/accounts" : "/sandbox/provider-states";
                    receiver.then(
                            Receiver.redirect(307, "http://localhost:%d%s".formatted(port, path)));
                }
            }
            var made = "by-webhook-" + UUID.randomUUID();
            for (var path : List.of("/sandbox/accounts", "/sandbox/provider-states")) {
                int id =
                        caller.post(
                                        "/sandbox/webhooks",
                                        """
                                        {"url": "%s%s", "style": "nowpayments"}
                                        """
                                                .formatted(own, path))
                                .expect(201)
                                .at("$.id");
                int sent =
                        caller.post(
                                        "/sandbox/webhooks/%d/trigger".formatted(id),
                                        """
                                        {"type": "crypto_payment.finished",
                                         "data": {"key": "%s", "scenario": "empty"}}
                                        """
                                                .formatted(made))
                                .expect(201)
                                .at("$.delivery.id");
                caller.post("/sandbox/quiesce?timeout=60s").expect(200);
                var delivery = caller.get("/sandbox/webhooks/%d/deliveries/%d".formatted(id, sent));
                assertThat(delivery.body()).doesNotContain("\"status\":201", "\"status\":200");
                assertThat(delivery.<List<Object>>at("$.attempts[*].response.status"))
                        .allMatch(status -> !host.equals("localhost") || status.equals(403));
            }
            var accounts = Caller.send(caller.request("/sandbox/accounts").build()).expect(200);
            assertThat(accounts.body()).doesNotContain(made);
        }
    }

    private Reply with(String path, String... headers) {
        return Caller.send(caller.request(path).headers(headers).build());
    }

    @Test
    void twoKeysAreOneTooMany() {
        var key = caller.key();
        for (var path : List.of(BALANCE, "/sandbox/clock")) {
            with(path, "X-API-Key", key, "X-API-Key", "another").expect(401);
            with(path, "X-API-Key", key, "X-API-Key", key).expect(200);
        }
        var list = "/v1/organizations/list";
        with(list, "Authorization", "Bearer " + key, "Authorization", "Bearer x").expect(401);
        with("/sandbox/clock", "X-API-Key", key, "Authorization", "Bearer another").expect(401);
        with("/sandbox/clock", "X-API-Key", key, "Authorization", "Bearer " + key).expect(200);
        with(BALANCE, "X-API-Key", key, "Authorization", "Basic eDp5").expect(200);
    }

    @Test
    void aRoleActsInThatRoleWhereverItGoes() {
        caller.get(BALANCE).succeeds();
        var viewer = new Caller(port, caller.key() + ".viewer");
        viewer.get(BALANCE).succeeds();
        viewer.post("/billing/invoices/funds", "{\"amount\": 10}").isUserError("viewer");
        assertThat(caller.get("/billing/invoices").<List<?>>at("$.invoices")).hasSize(4);
        new Caller(port, caller.key() + ".planner").get(BALANCE).isUserError("planner");
        new Caller(port, caller.key() + ".billing")
                .post("/billing/invoices/funds", "{\"amount\": 10}")
                .succeeds();
        for (var role : List.of("viewer", "planner")) {
            var token = "Bearer sk_test_%s.%s".formatted(caller.key(), role);
            Caller.send(stripe(token)).expect(403);
        }
        Caller.send(stripe("Bearer sk_test_%s.admin".formatted(caller.key()))).expect(200);
        for (var key : List.of(".viewer.viewer", ".admin.viewer", ".viewer.admin")) {
            new Caller(port, caller.key() + key).get(BALANCE).expect(401);
            new Caller(port, caller.key() + key).get("/sandbox/clock").expect(401);
        }
        caller.post("/sandbox/fork", "{\"keys\": [\"x.viewer.viewer\"]}").expect(400);
    }

    private HttpRequest stripe(String token) {
        return caller.request("/stripe/v1/setup_intents")
                .header("Authorization", token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("usage=off_session"))
                .build();
    }

    @Test
    void theJournalIsReadInPagesAcrossAReset() {
        caller.get(BALANCE).succeeds();
        caller.get("/billing/invoices").succeeds();
        caller.post("/sandbox/reset", "{\"frozen_time\": \"2001-01-01T00:00:00Z\"}").expect(200);
        caller.get("/services").expect(200);

        var first = caller.get("/sandbox/requests?limit=1").expect(200);
        assertThat(first.<List<String>>at("$.requests[*].path")).containsExactly("/sandbox/reset");
        int next = first.at("$.next");
        var second = caller.get("/sandbox/requests?limit=5&after=" + next).expect(200);
        assertThat(second.<List<String>>at("$.requests[*].path")).containsExactly("/services");
        var rest = caller.get("/sandbox/requests?after=" + second.<Integer>at("$.next"));
        assertThat(rest.<List<?>>at("$.requests")).isEmpty();
        assertThat(rest.<Integer>at("$.next")).isEqualTo(second.<Integer>at("$.next"));
        var found = caller.post("/sandbox/requests/find?limit=1&after=" + next, "{}").expect(200);
        assertThat(found.<List<String>>at("$.requests[*].path")).containsExactly("/services");

        assertThat(second.<String>at("$.requests[0].time")).startsWith("2001-01-01");
        var wall = Instant.parse(second.at("$.requests[0].wall_time"));
        assertThat(wall).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        for (var bad : List.of("limit=0", "limit=10001", "limit=x", "after=-1", "after=x")) {
            caller.get("/sandbox/requests?" + bad).expect(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "documented, 2024-01-31T12:00:00Z",
        "documented, 2001-01-01T00:00:00Z",
        "underpaid-crypto, 2024-01-31T12:00:00Z",
        "overdue, 2023-05-05T00:00:00Z"
    })
    void thePastLiesBeforeTheTimeAtWhichTheClockIsFrozen(String scenario, String frozen) {
        caller.post(
                        "/sandbox/reset?scenario=" + scenario,
                        "{\"frozen_time\": \"%s\"}".formatted(frozen))
                .expect(200);
        var day = frozen.substring(0, 10);
        var invoices = caller.get("/billing/invoices").expect(200);
        assertThat(invoices.<List<String>>at("$.invoices[*].date"))
                .isNotEmpty()
                .allMatch(date -> date.compareTo(day) <= 0);
        assertThat(caller.get("/sandbox/explain/balance").<List<String>>at("$.steps[*].at"))
                .allMatch(at -> at.compareTo(frozen) <= 0);
        assertThat(caller.get("/v1/organizations/billing/describe?org_id=1001").expect(200).body())
                .doesNotContain("2024-06");
        caller.isAudited();
        var again = Caller.fresh(port);
        again.post(
                        "/sandbox/reset?scenario=" + scenario,
                        "{\"frozen_time\": \"%s\"}".formatted(frozen))
                .expect(200);
        assertThat(again.get("/billing/invoices").body()).isEqualTo(invoices.body());
    }

    private Reply once(Caller whose, String path, String json) {
        return Caller.send(
                whose.request(path)
                        .header("X-API-Key", whose.key())
                        .header("Authorization", "Bearer " + whose.key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "once")
                        .POST(BodyPublishers.ofString(json))
                        .build());
    }

    private static String tail(String url) {
        return url.substring(url.length() - 20);
    }

    @Test
    void aForksLinksAndReplayedAnswersAreItsOwn() {
        var path = "/v1/organizations/billing/update?action=getpaymentlink&org_id=1002&quantity=10";
        var original = once(caller, path, "{}");
        assertThat(original.status()).as(original.body()).isEqualTo(200);
        String link = caller.get("/sandbox/checkouts/latest").expect(200).at("$.url");
        assertThat(original.body()).contains(tail(link));
        var fork = new Caller(port, "fork-" + UUID.randomUUID());
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(fork.key())).expect(201);

        String own = fork.get("/sandbox/checkouts/latest").expect(200).at("$.url");
        assertThat(tail(own)).as("not to be made from the origin's").isNotEqualTo(tail(link));
        var replayed = once(fork, path, "{}").expect(200);
        assertThat(replayed.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(replayed.body()).contains(tail(own)).doesNotContain(tail(link));
        assertThat(once(caller, path, "{}").body()).isEqualTo(original.body());
        for (var url : List.of(link, own)) {
            Caller.send(caller.request(url.replaceFirst("https?://[^/]+", "")).build()).expect(200);
        }

        fork.post("/sandbox/snapshots/s").expect(200);
        fork.post("/sandbox/reset").expect(200);
        fork.post("/sandbox/snapshots/s/restore").expect(200);
        assertThat(fork.get("/sandbox/checkouts/latest").<String>at("$.url")).isEqualTo(own);
        assertThat(once(fork, path, "{}").body()).isEqualTo(replayed.body());
    }
}
