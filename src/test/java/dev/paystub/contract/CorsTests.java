package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A web page of any origin may call both APIs, but not the sandbox's clock. */
@ServerTest
class CorsTests {

    private static final String ORIGIN = "https://shop.example";
    private static final List<String> HEADERS =
            List.of("X-API-Key", "Authorization", "Content-Type", "Idempotency-Key");

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    static Stream<Arguments> documentedRoutes() {
        return Stream.of(
                        "GET /billing/stripe/cards",
                        "POST /billing/stripe/cards",
                        "DELETE /billing/stripe/cards/15",
                        "PUT /billing/stripe/cards/15/default",
                        "GET /billing/crypto/currencies",
                        "POST /billing/crypto/payments",
                        "GET /billing/crypto/payments/34",
                        "GET /billing/products",
                        "GET /billing/products/1",
                        "POST /billing/orders",
                        "POST /billing/invoices/funds",
                        "GET /billing/balance",
                        "GET /billing/invoices",
                        "GET /billing/invoices/41",
                        "GET /services",
                        "GET /services/12",
                        "GET /v1/organizations/list",
                        "POST /v1/organizations/create",
                        "GET /v1/organizations/billing/describe?action=getorganization&org_id=1001",
                        "GET /v1/organizations/billing/history?action=list_billing&org_id=1001",
                        "POST /v1/organizations/billing/update?action=cancelsubscription")
                .map(route -> Arguments.of(route.split(" ")[0], route.split(" ")[1]));
    }

    @ParameterizedTest
    @MethodSource("documentedRoutes")
    void preflightAllowsEveryDocumentedMethodAndHeader(String method, String path) {
        var reply = preflight(path, ORIGIN, method, String.join(", ", HEADERS));

        reply.expect(200);
        assertAllows(reply, ORIGIN);
        assertThat(list(reply, "Access-Control-Allow-Methods"))
                .contains(method.toLowerCase(Locale.ROOT));
        assertThat(list(reply, "Access-Control-Allow-Headers"))
                .containsAll(HEADERS.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-API-Key",
                "x-api-key",
                "authorization",
                "content-type",
                "idempotency-key",
                "content-type,x-api-key"
            })
    void preflightAllowsEachHeaderAsBrowsersSpellIt(String headers) {
        for (var path : List.of("/billing/orders", "/v1/organizations/billing/update")) {
            assertAllows(preflight(path, ORIGIN, "POST", headers).expect(200), ORIGIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "https://shop.example:8443", "null"})
    void anyOriginMayCall(String origin) {
        for (var path : List.of("/billing/balance", "/v1/organizations/list")) {
            assertAllows(preflight(path, origin, "GET", "X-API-Key").expect(200), origin);
            assertAllows(call("GET", path, origin, caller.key()).expect(200), origin);
        }
    }

    @ParameterizedTest
    @MethodSource("documentedRoutes")
    void answersMayBeReadByAnyOrigin(String method, String path) {
        assertAllows(call(method, path, ORIGIN, caller.key()), ORIGIN);
    }

    @ParameterizedTest
    @MethodSource("documentedRoutes")
    void unauthorizedAnswersMayBeReadByAnyOrigin(String method, String path) {
        assertAllows(call(method, path, ORIGIN, null).expect(401), ORIGIN);
        assertAllows(call(method, path, ORIGIN, "invalid-key").expect(401), ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/billing", "/v1/organizations"})
    void refusalsMayBeReadByAnyOrigin(String prefix) {
        var good = prefix.equals("/billing") ? "/billing/orders" : prefix + "/create";
        assertAllows(call("GET", prefix + "/nonsense", ORIGIN, caller.key()).expect(404), ORIGIN);
        assertAllows(call("DELETE", good, ORIGIN, caller.key()).expect(405), ORIGIN);
        for (var body : List.of("nonsense", "{}", "x".repeat(70_000))) {
            var request =
                    caller.request(good)
                            .header("Origin", ORIGIN)
                            .header("Content-Type", "application/json")
                            .header("X-API-Key", caller.key())
                            .header("Authorization", "Bearer " + caller.key())
                            .POST(BodyPublishers.ofString(body));
            var reply = Caller.send(request.build());
            assertThat(reply.body()).doesNotContain("success");
            assertAllows(reply, ORIGIN);
        }
    }

    @Test
    void requestThatNamesNoOriginIsAnsweredAsEver() {
        var reply = caller.get("/billing/balance").succeeds();

        assertThat(reply.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void wrongMethodFromAPageIsAnsweredInTheApisShape() {
        var reply =
                Caller.send(
                        caller.request("/billing/balance")
                                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                                .header("Origin", ORIGIN)
                                .header("X-API-Key", caller.key())
                                .build());

        reply.expect(405);
        assertThat(reply.<String>at("$.result")).isEqualTo("error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET X-Nonsense", "POST X-Nonsense"})
    void preflightForWhatIsNotDocumentedIsRefused(String methodAndHeader) {
        var words = methodAndHeader.split(" ");
        for (var path : List.of("/billing/balance", "/v1/organizations/list")) {
            var reply = preflight(path, ORIGIN, words[0], words[1]);

            assertThat(reply.status()).isEqualTo(403);
            assertForbids(reply);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /sandbox/clock",
                "PUT /sandbox/clock",
                "POST /sandbox/clock/advance",
                "POST /sandbox/reset",
                "PUT /sandbox/organizations/1001/resources",
                "GET /sandbox/nonsense"
            })
    void noOriginMayDriveTheSandbox(String methodAndPath) {
        var words = methodAndPath.split(" ");

        assertForbids(preflight(words[1], ORIGIN, words[0], "X-API-Key, Content-Type"));
        assertForbids(call(words[0], words[1], ORIGIN, caller.key()));
        assertForbids(call(words[0], words[1], ORIGIN, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "http://localhost",
                "https://app.localhost:8443",
                "http://127.0.0.1:5173",
                "http://[::1]:3000"
            })
    void pageOfThisMachineMayDriveTheSandboxWithAKey(String origin) {
        assertAllows(
                preflight("/sandbox/clock/advance", origin, "POST", "content-type, x-api-key")
                        .expect(200),
                origin);
        assertAllows(call("GET", "/sandbox/clock", origin, caller.key()).expect(200), origin);
        assertAllows(call("POST", "/sandbox/reset", origin, caller.key()).expect(200), origin);
        assertAllows(call("GET", "/sandbox/nonsense", origin, caller.key()).expect(404), origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.evil.example",
                "http://evil.example:3000",
                "http://notlocalhost:3000",
                "http://127.0.0.1.evil.example",
                "https://shop.example",
                "file://localhost",
                "null"
            })
    void nobodyElsesPageDrivesTheSandbox(String origin) {
        assertForbids(preflight("/sandbox/clock/advance", origin, "POST", "x-api-key"));
        assertForbids(call("POST", "/sandbox/reset", origin, caller.key()).expect(403));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /sandbox/accounts",
                "POST /sandbox/accounts",
                "DELETE /sandbox/accounts/x"
            })
    void noPageIsAnOperator(String methodAndPath) {
        var words = methodAndPath.split(" ");
        var origin = "http://localhost:3000";
        assertForbids(preflight(words[1], origin, words[0], "X-API-Key, Content-Type"));
        assertForbids(call(words[0], words[1], origin, caller.key()));
    }

    /** Asked in advance only: the audit itself would read each account of the shared server. */
    @Test
    void noPageAuditsAllAccounts() {
        assertForbids(
                preflight("/sandbox/accounts/audit", "http://localhost:3000", "GET", "X-API-Key"));
    }

    @Test
    void withoutAKeyNoPageSetsAProviderState() {
        var origin = "http://localhost:3000";
        assertForbids(call("POST", "/sandbox/provider-states", origin, null).expect(403));
        assertForbids(call("GET", "/sandbox/provider-states", origin, null));
        assertAllows(
                call("GET", "/sandbox/provider-states", origin, caller.key()).expect(200), origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nope", "/", "/docs", "/readyz", "/console/"})
    void preflightIsRefusedWhereNoPageMayCall(String path) {
        var reply = preflight(path, ORIGIN, "POST", "content-type").expect(403);
        assertForbids(reply);
    }

    private Reply preflight(String path, String origin, String method, String headers) {
        var request =
                caller.request(path)
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", method)
                        .header("Access-Control-Request-Headers", headers);
        return Caller.send(request.build());
    }

    private Reply call(String method, String path, String origin, String key) {
        var request =
                caller.request(path)
                        .method(method, BodyPublishers.noBody())
                        .header("Origin", origin);
        if (key != null) {
            request.header("X-API-Key", key).header("Authorization", "Bearer " + key);
        }
        return Caller.send(request.build());
    }

    /** Accepts a wildcard, or this origin in a response that varies by origin. */
    private static void assertAllows(Reply reply, String origin) {
        var allowed = reply.headers().allValues("Access-Control-Allow-Origin");
        if (!allowed.equals(List.of("*"))) {
            assertThat(allowed).as(reply.body()).containsExactly(origin);
            assertThat(list(reply, "Vary")).contains("origin");
        }
    }

    private static void assertForbids(Reply reply) {
        assertThat(reply.headers().map().keySet())
                .noneMatch(
                        name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-allow"));
    }

    private static List<String> list(Reply reply, String header) {
        return reply.headers().allValues(header).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
