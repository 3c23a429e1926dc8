package dev.paystub.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import dev.paystub.testing.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** HTTP in the forms that clients, proxies and Docker Compose send. */
@ServerTest
@Tag("postgres-full")
class HttpEdgeTests {

    private static final String FUNDS = "/billing/invoices/funds";

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-07-01T12:00:00Z");
    }

    private int invoices() {
        return caller.get("/billing/invoices").<List<?>>at("$.invoices").size();
    }

    private Map<String, Object> lastRequest() {
        return caller.get("/sandbox/requests")
                .<List<Map<String, Object>>>at("$.requests")
                .getLast();
    }

    private Reply post(String path, byte[] body, String... headers) {
        return Caller.send(
                caller.request(path)
                        .headers(headers)
                        .header("X-API-Key", caller.key())
                        .header("Authorization", "Bearer " + caller.key())
                        .POST(BodyPublishers.ofByteArray(body))
                        .build());
    }

    // The journal does not change responses

    @ParameterizedTest
    @ValueSource(strings = {"password", "secret", "api_key", "number", "authorization"})
    void longValueOfARedactedFieldIsHiddenAndTheRequestDoneOnce(String field) {
        var before = invoices();
        var value = "4".repeat(20_000);
        caller.post(FUNDS, "{\"amount\": 10, \"%s\": \"%s\"}".formatted(field, value)).succeeds();
        assertThat(invoices()).isEqualTo(before + 1);
        assertThat(caller.get("/sandbox/requests").body()).doesNotContain("4".repeat(20));
    }

    @Test
    void requestWithAnEndlessActionIsInTheJournal() {
        caller.post("/v1/organizations/billing/update?action=" + "x".repeat(300) + "&org_id=1001")
                .expect(400);
        assertThat(lastRequest()).containsEntry("operation", "updateBilling");
        assertThat(caller.get("/sandbox/requests").<Integer>at("$.dropped")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1e999999999}",
                "{\"a\": 1E2147483647}",
                "{\"a\": 1e-999999999}",
                "{\"a\": \"\\ud800\"}",
                "{\"a\": \"\\u0000\"}"
            })
    void whateverWasSentTheJournalCanBeRead(String body) {
        caller.post(FUNDS, body);
        assertThat(lastRequest()).containsEntry("path", FUNDS);
        caller.post("/sandbox/requests/count", "{\"body\": {\"a\": 1}}").expect(200);
    }

    // Numbers

    @ParameterizedTest
    @CsvSource({
        "10.0999999999999996, 10.10",
        "10.1, 10.10",
        "10.10000000000000000, 10.10",
        "1e2, 100.00",
        "1.1e1, 11.00"
    })
    void amountIsTheDoubleThatWasMeant(String sent, String amount) {
        var id =
                caller.post(FUNDS, "{\"amount\": %s}".formatted(sent))
                        .succeeds()
                        .at("$.invoice_id");
        assertThat(caller.get("/billing/invoices/" + id).<String>at("$.invoice.total"))
                .isEqualTo(amount);
    }

    /**
     * The documents type these fields as numbers. Cloud Plans' quantity, which responses show as a
     * string, is not among them.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/billing/invoices/funds | {'amount': '10'}",
                "/billing/crypto/payments | {'invoice_id': '34', 'currency': 'btc'}",
                "/billing/orders | {'pid': '1', 'billingcycle': 'hourly', 'hostname': 'a', 'os':"
                        + " '', 'sshkeys': ''}",
                "/sandbox/crypto/payments/latest/deposits | {'amount': '0.1'}"
            })
    void textIsNoNumber(String path, String body) {
        assertThat(caller.post(path, body.replace('\'', '"')).body())
                .containsPattern(
                        "(?i)(amount|invoice_id|invoice id|pid) must be an? (number|integer)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.001", "10.0999999999", "10.09999999999999", "1e-3", "1e30", "1e308"})
    void amountThatIsNoWholeCentsIsRefused(String sent) {
        var reply = caller.post(FUNDS, "{\"amount\": %s}".formatted(sent)).expect(200);
        assertThat(reply.<String>at("$.result")).isEqualTo("error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "1e308", "9223372036854775808", "1e999999999", "1E2147483647"})
    void numberOfAnySizeIsAnsweredInEveryPosition(String number) {
        var answers =
                List.of(
                        caller.get("/billing/invoices/" + number),
                        caller.get("/v1/organizations/billing/history?org_id=" + number),
                        caller.post(
                                "/v1/organizations/billing/update?action=getpaymentlink&org_id=1002"
                                        + "&quantity="
                                        + number),
                        caller.post(
                                "/billing/crypto/payments",
                                "{\"invoice_id\": %s, \"currency\": \"btc\"}".formatted(number)),
                        caller.put(
                                "/sandbox/organizations/1001/resources",
                                "{\"resources\": %s}".formatted(number)),
                        caller.post(
                                "/sandbox/requests/find",
                                "{\"body\": {\"a\": %s}}".formatted(number)),
                        caller.post(
                                "/sandbox/provider-states",
                                "{\"state\": \"an unpaid invoice exists\", \"params\": {\"amount\": %s}}"
                                        .formatted(number)));
        assertThat(answers).allSatisfy(reply -> assertThat(reply.status()).isLessThan(500));
    }

    // Content types and encodings

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "*/json", "*"})
    void contentTypeWithAWildcardIsRefusedWithItsName(String type) {
        var json = "{\"by\": \"PT1S\"}".getBytes(UTF_8);
        var reply = post("/sandbox/clock/advance", json, "Content-Type", type).expect(415);
        assertThat(reply.<String>at("$.detail")).contains(type);
        post(FUNDS, "{\"amount\": 10}".getBytes(UTF_8), "Content-Type", type)
                .isUserError("Content-Type");
        assertThat(post("/sandbox/reset", new byte[0], "Content-Type", type).status())
                .isIn(200, 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "application/xml", "text/plain"})
    void bodyOfAnotherTypeIsRefusedThoughALibraryCouldReadIt(String type) {
        post("/sandbox/clock/advance", "by: PT1S".getBytes(UTF_8), "Content-Type", type)
                .expect(415);
        post(FUNDS, "amount: 1e999999999".getBytes(UTF_8), "Content-Type", type)
                .isUserError("JSON");
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void gzipIsInflated() throws IOException {
        var before = invoices();
        post(
                        FUNDS,
                        gzip("{\"amount\": 10}"),
                        "Content-Type",
                        "application/json",
                        "Content-Encoding",
                        "gzip")
                .succeeds();
        assertThat(invoices()).isEqualTo(before + 1);
        assertThat(lastRequest().get("path")).isEqualTo("/billing/invoices");
        post(
                        "/stripe/v1/tokens",
                        gzip("pii[x]=1"),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Content-Encoding",
                        "GZIP")
                .expect(400);
    }

    @Test
    void gzipIsInflatedWithinTheLimitOfBodies() throws IOException {
        var bomb = gzip("{\"amount\": 10, \"x\": \"" + "x".repeat(5_000_000) + "\"}");
        assertThat(bomb.length).isLessThan(10_000);
        post("/sandbox/reset", bomb, "Content-Type", "application/json", "Content-Encoding", "gzip")
                .expect(413);
        post(FUNDS, bomb, "Content-Type", "application/json", "Content-Encoding", "gzip")
                .isUserError("larger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "nonsense"})
    void otherEncodingIsRefusedByItsName(String encoding) {
        var reply =
                post(
                                "/sandbox/reset",
                                "{}".getBytes(UTF_8),
                                "Content-Type",
                                "application/json",
                                "Content-Encoding",
                                encoding)
                        .expect(415);
        assertThat(reply.<String>at("$.detail")).contains(encoding);
    }

    @Test
    void whatIsNoGzipIsRefused() {
        var reply =
                post(
                                "/sandbox/reset",
                                "{}".getBytes(UTF_8),
                                "Content-Type",
                                "application/json",
                                "Content-Encoding",
                                "gzip")
                        .expect(400);
        assertThat(reply.<String>at("$.detail")).contains("gzip");
    }

    // NUL

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/sandbox/webhooks | {\"url\": \"http://127.0.0.1:9/\\u0000\"}",
                "/sandbox/faults | {\"path\": \"/x\", \"body\": {\"a\": \"\\u0000\"}}",
                "/sandbox/faults | {\"path\": \"/x\", \"body\": {\"\\u0000\": 1}}",
                "/sandbox/requests/count | {\"body_contains\": \"\\u0000\"}",
                "/sandbox/provider-states | {\"state\": \"\\u0000\"}",
                "/sandbox/fork | {\"key\": \"\\u0000\"}",
                "/sandbox/reset?x=%00 | {}",
            })
    void nulIsRefusedInEveryBodyAndQuery(String path, String body) {
        var reply = caller.post(path, body).expect(400);
        assertThat(reply.<String>at("$.detail")).contains("U+0000");
    }

    @Test
    void backslashBeforeTextIsNoNul() {
        caller.post("/sandbox/requests/count", "{\"body_contains\": \"\\\\u0000\"}").expect(200);
    }

    // Hosts and paths

    @ParameterizedTest
    @ValueSource(strings = {"billing_sandbox:8080", "billing_sandbox", "_a._b_:1", "a-b_c.d_e"})
    void hostMayHaveUnderscores(String host) {
        for (var path :
                List.of("/readyz", "/livez", "/billing/balance", "/v1/organizations/list")) {
            Wire.send(caller, "GET " + path + " HTTP/1.1", "Host: " + host).expect(200);
        }
        var page =
                Wire.send(
                        caller,
                        "POST /v1/organizations/billing/update?action=getupdatecardlink&org_id=1001"
                                + " HTTP/1.1",
                        "Host: " + host);
        assertThat(page.expect(200).<String>at("$.response")).startsWith("http://" + host + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a_/b", "_:x", "a_b:-1", "[_]"})
    void hostThatIsNoneIsRefused(String host) {
        var reply = Wire.send(caller, "GET /sandbox/clock HTTP/1.1", "Host: " + host).expect(400);
        assertThat(reply.<String>at("$.detail")).contains("Host").contains("'" + host + "'");
    }

    @Test
    void chunksThatAreNoneAreNamed() {
        var head =
                "POST /sandbox/reset HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "X-API-Key: %s\r\n"
                        + "Content-Type: application/json\r\n";
        var reply =
                Wire.send(
                        caller.port(),
                        head.formatted(caller.key())
                                + "Transfer-Encoding: chunked\r\n"
                                + "Connection: close\r\n\r\n"
                                + "ZZ\r\n"
                                + "{}\r\n"
                                + "0\r\n\r\n");
        assertThat(reply.expect(400).<String>at("$.detail")).contains("chunk");
    }

    @ParameterizedTest
    @CsvSource({
        "//billing/balance, message",
        "/billing//balance, message",
        "/./billing/balance, message",
        "/x/../billing/balance, message",
        "/billing/balance/, message",
        "/billing/balance/., message",
        "//v1/organizations/list, response",
        "/v1/./organizations/list, response",
        "/v1/organizations/list/, response",
        "/v1/././organizations/list, response",
        "/./v1/payment_intents, error",
        "/v1/./payment_intents, error",
        "//sandbox/clock, detail",
        "/sandbox/clock/, detail",
        "/./sandbox/clock, detail"
    })
    void oddPathIsServedOrRefusedByItsNameInItsApisShape(String path, String field) {
        var reply = Wire.send(caller, "GET " + path + " HTTP/1.1", "Host: localhost");
        if (reply.status() != 200) {
            reply.expect(404);
            assertThat(String.valueOf(reply.<Object>at("$." + field))).contains(path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/billing/balance",
                "/billing/nonsense",
                "/v1/organizations/list",
                "/sandbox/clock",
                "/sandbox/accounts",
                "/sandbox/nonsense",
                "/stripe/v1/payment_methods/pm_x",
                "//billing/balance"
            })
    void noAnswerOfAnApiIsStored(String path) {
        for (var key : List.of(caller.key(), "bad key")) {
            var reply =
                    Wire.send(
                            new Caller(port, key), "GET " + path + " HTTP/1.1", "Host: localhost");
            assertThat(reply.headers().firstValue("Cache-Control"))
                    .as(path + " " + reply.status())
                    .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        }
    }

    @Test
    void longPrefixIsRefused() {
        Wire.send(
                        caller,
                        "GET /billing/balance HTTP/1.1",
                        "Host: localhost",
                        "X-Forwarded-Prefix: " + "/a".repeat(3_000))
                .expect(200)
                .isUserError("Forwarded");
    }
}
