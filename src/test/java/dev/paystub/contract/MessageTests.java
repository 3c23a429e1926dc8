package dev.paystub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.FewAccountsServerTest;
import dev.paystub.testing.Reply;
import dev.paystub.testing.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The message of each route for each kind of wrong input. {@code src/test/resources/messages.txt}
 * lists every input with its message, for review as a user would read it. {@code
 * -Dmessages.write=true} writes the file anew.
 */
@FewAccountsServerTest
class MessageTests {

    private static final Path LIST = Path.of("src/test/resources/messages.txt");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Requests outside the documents: the request line, headers after a bar, a body after two. */
    private static final List<String> MORE =
            List.of(
                    "GET /billing/nonsense HTTP/1.1",
                    "GET //billing/balance HTTP/1.1",
                    "GET /./billing/balance HTTP/1.1",
                    "GET /billing/balance;a=b HTTP/1.1",
                    "GET /billing/%5Cbalance HTTP/1.1",
                    "GET /billing/%2E%2E/balance HTTP/1.1",
                    "GET /billing/balance%0A HTTP/1.1",
                    "GET /billing/balance/ HTTP/1.1",
                    "PATCH /billing/balance HTTP/1.1",
                    "GET /billing/bal ance HTTP/1.1",
                    "GET /billing/{id} HTTP/1.1",
                    "GET /billing/%zz HTTP/1.1",
                    "GET /billing/invoices/%00 HTTP/1.1",
                    "GET /billing/invoices/a%2Fb HTTP/1.1",
                    "GET /billing/balance?x=%00 HTTP/1.1",
                    "GET /v1/organizations/billing/describe?org_id=%zz HTTP/1.1",
                    "GET /v1/organizations/billing/describe?org_id=1001&org_id=1002 HTTP/1.1",
                    "GET /v1/organizations/billing/describe?org_id=1001 HTTP/9.9",
                    "GE(T /v1/organizations/list HTTP/1.1",
                    "GET /v1/organizations/list HTTP/1.1|Host: a b",
                    "GET /v1/organizations/list HTTP/1.1|X Y: 1",
                    "GET /v1/organizations/list HTTP/1.1|no colon",
                    "GET /v1/organizations/list HTTP/1.1|Content-Length: x",
                    "POST /sandbox/reset HTTP/1.1|Transfer-Encoding: gzip",
                    "POST /sandbox/reset HTTP/1.1|Content-Type: */*|{}",
                    "POST /sandbox/reset HTTP/1.1|Content-Type: text/plain|{}",
                    "POST /billing/invoices/funds HTTP/1.1|Content-Type: application/json;"
                            + " charset=nope|{\"amount\": 1}",
                    "POST /billing/invoices/funds HTTP/1.1|Content-Type: application/json;"
                            + " charset=iso-8859-1|{\"amount\": 1}",
                    "POST /sandbox/reset HTTP/1.1|Content-Encoding: br|{}",
                    "POST /sandbox/reset HTTP/1.1|Content-Encoding: gzip|{}",
                    "POST /sandbox/reset HTTP/1.1|Content-Type: application/json|nonsense",
                    "POST /sandbox/reset HTTP/1.1|Content-Type: application/json|{\"scenario\":",
                    "POST /sandbox/reset HTTP/1.1|Content-Type: application/json|{} {}",
                    "POST /sandbox/reset HTTP/1.1|Content-Type: application/json|[]",
                    "POST /sandbox/reset HTTP/1.1|Content-Type: application/json|{\"a\":"
                            + " \"\\u0000\"}",
                    "POST /billing/invoices/funds HTTP/1.1|Content-Type: application/json|"
                            + "{\"amount\": 1, \"amount\": 2}",
                    "POST /billing/invoices/funds HTTP/1.1|Content-Type: application/json|"
                            + "{\"amount\": 1e999999999}",
                    "POST /billing/invoices/funds HTTP/1.1|Content-Type: application/json|"
                            + "{\"amount\": 10.001}",
                    "POST /billing/crypto/payments HTTP/1.1|Content-Type: application/json|"
                            + "{\"invoice_id\": 99999999999999999999, \"currency\": \"btc\"}",
                    "POST /sandbox/reset HTTP/1.1|X-Forwarded-Prefix: /..|{}",
                    "POST /billing/invoices/funds HTTP/1.1|Prefer: code=1|Content-Type:"
                            + " application/json|{}",
                    "GET /sandbox/webhooks/99 HTTP/1.1",
                    "GET /sandbox/webhooks/1/deliveries/nonsense HTTP/1.1",
                    "GET /sandbox/requests?path=nonsense HTTP/1.1",
                    "GET /sandbox/requests?nonsense=1 HTTP/1.1",
                    "GET /sandbox/nonsense/ HTTP/1.1",
                    "PUT /sandbox/clock?effects=nonsense HTTP/1.1|Content-Type: application/json|"
                            + "{\"frozen_time\": null}",
                    "PUT /sandbox/organizations/1001/resources HTTP/1.1|Content-Type:"
                            + " application/json|{\"resources\": -1}",
                    "POST /billing/invoices/funds?__code=1 HTTP/1.1",
                    "GET /nonsense HTTP/1.1",
                    "OPTIONS /nonsense HTTP/1.1|Origin: http://x.example"
                            + "|Access-Control-Request-Method: GET",
                    "POST /sandbox/reset HTTP/1.1|Origin: http://x.example",
                    "GET /stripe/v1/nonsense HTTP/1.1",
                    "POST /stripe/v1/tokens HTTP/1.1|Content-Type: application/json|{}");

    /** Bodies that are right but for one field, which a wrong body would hide behind another. */
    private static final List<String> ONE_WRONG =
            List.of(
                    "/billing/crypto/payments|\"invoice_id\": 34, \"currency\": \"nonsense\"",
                    "/billing/crypto/payments|\"invoice_id\": 99, \"currency\": \"btc\"",
                    "/billing/crypto/payments|\"invoice_id\": 34, \"currency\": \"btc\", \"case\":"
                            + " \"nonsense\"",
                    "/billing/invoices/funds|\"amount\": 0.5",
                    "/billing/orders|\"pid\": 99, \"billingcycle\": \"hourly\", \"hostname\":"
                            + " \"a\", \"os\": \"\", \"sshkeys\": \"\"",
                    "/billing/orders|\"pid\": 1, \"billingcycle\": \"nonsense\", \"hostname\":"
                            + " \"a\", \"os\": \"\", \"sshkeys\": \"\"",
                    "/billing/orders|\"pid\": 1, \"billingcycle\": \"hourly\", \"hostname\": \"a"
                            + " b\", \"os\": \"\", \"sshkeys\": \"\"",
                    "/billing/orders|\"pid\": 1, \"billingcycle\": \"monthly\", \"hostname\":"
                            + " \"a\", \"os\": \"nonsense\", \"sshkeys\": \"nonsense\"",
                    "/v1/organizations/billing/update?action=getpaymentlink&org_id=1002|\"x\": 1",
                    "/v1/organizations/billing/update?action=getpaymentlink&org_id=1002|\"quantity\":"
                        + " 1e30",
                    "/v1/organizations/billing/update?action=getpaymentlink&org_id=1002|\"quantity\":"
                        + " 0",
                    "/v1/organizations/billing/update?action=getpaymentlink&org_id=1002|\"quantity\":"
                        + " 5, \"success_url\": \"nonsense\"",
                    "/v1/organizations/billing/update?action=getpaymentlink&org_id=1002|\"quantity\":"
                        + " 5, \"cancel_url\": \"nonsense\"",
                    "/v1/organizations/billing/update?action=getpaymentlink&org_id=1001|\"quantity\":"
                        + " 5",
                    "/v1/organizations/billing/update?action=updatesubscription&org_id=1001|\"quantity\":"
                        + " 0.5",
                    "/v1/organizations/billing/update?action=updatesubscription&org_id=1002|\"quantity\":"
                        + " 5",
                    "/v1/organizations/billing/update?action=cancelsubscription&org_id=1002|\"x\":"
                            + " 1",
                    "/v1/organizations/billing/update?action=getupdatecardlink&org_id=1002|\"x\":"
                            + " 1",
                    "/v1/organizations/create?action=create|\"org_name\": \"\"",
                    "/sandbox/accounts|\"key\": \"a b\"",
                    "/sandbox/accounts|\"key\": \"other\", \"scenario\": \"nonsense\"",
                    "/sandbox/clock/advance|\"by\": \"PT1S\", \"to\": \"2024-07-02T12:00:00Z\"",
                    "/sandbox/clock/advance|\"by\": \"-PT1S\"",
                    "/sandbox/clock/advance|\"by\": \"P1000Y\"",
                    "/sandbox/clock/advance|\"to\": \"2023-07-02T12:00:00Z\"",
                    "/sandbox/clock/advance?dry_run=nonsense|\"by\": \"PT1S\"",
                    "/sandbox/clock/advance?effects=nonsense|\"by\": \"PT1S\"",
                    "/sandbox/clock/advance?effects=-1|\"by\": \"PT1S\"",
                    "/sandbox/faults|\"path\": \"nonsense\", \"status\": 500",
                    "/sandbox/faults|\"path\": \"/billing/{a:b}\", \"status\": 500",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"status\": 99",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"status\": 500, \"method\":"
                            + " \"nonsense\"",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"status\": 500, \"expires\":"
                            + " \"nonsense\"",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"status\": 500, \"times\": 0",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"status\": 500, \"skip\": -1",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"delay\": 1000000000",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"fault\": \"nonsense\"",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"fault\": \"EMPTY_RESPONSE\","
                            + " \"status\": 500",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"status\": 500, \"headers\": {\"a"
                            + " b\": \"c\"}",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"status\": 500, \"headers\":"
                            + " {\"a\": 1}",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"status\": 500, \"nonsense\": 1",
                    "/sandbox/faults|\"path\": \"/billing/**\", \"status\": 500, \"time\": 1",
                    "/sandbox/fork|\"keys\": [\"a b\"]",
                    "/sandbox/fork|\"keys\": []",
                    "/sandbox/fork|\"keys\": [\"twice\", \"twice\"]",
                    "/sandbox/provider-states|\"state\": \"an unpaid invoice exists\", \"params\":"
                            + " {\"nonsense\": 1}",
                    "/sandbox/provider-states|\"state\": \"an unpaid invoice exists\", \"params\":"
                            + " {\"amount\": \"x\"}",
                    "/sandbox/provider-states|\"states\": [{\"name\": \"the account is empty\","
                            + " \"param\": {}}]",
                    "/sandbox/requests/find?after=nonsense|\"method\": \"GET\"",
                    "/sandbox/requests/find?limit=0|\"method\": \"GET\"",
                    "/sandbox/requests/find|\"metod\": \"GET\"",
                    "/sandbox/reset|\"scenario\": \"empty\"",
                    "/sandbox/webhooks|\"url\": \"ftp://a.example\"",
                    "/sandbox/webhooks|\"url\": \"http://10.0.0.1/\"",
                    "/sandbox/webhooks|\"url\": \"http://\"",
                    "/sandbox/webhooks|\"url\": \"http://localhost:9/\", \"secret\": \"a b\"",
                    "/sandbox/webhooks|\"url\": \"http://localhost:9/\", \"style\": \"stripe\","
                            + " \"secret\": \"nonsense\"",
                    "/sandbox/webhooks|\"url\": \"http://localhost:9/\", \"api_version\":"
                            + " \"nonsense\"",
                    "/sandbox/webhooks|\"url\": \"http://localhost:9/\", \"style\": \"stripe\","
                            + " \"api_version\": \"nonsense\"",
                    "/sandbox/webhooks|\"url\": \"http://localhost:9/\", \"events\":"
                            + " [\"invoice.payed\"]",
                    "/sandbox/webhooks|\"url\": \"http://localhost:9/\", \"events\": []",
                    "/sandbox/webhooks|\"url\": \"http://localhost:9/\", \"misbehave\":"
                            + " {\"duplicat\": 1}",
                    "/sandbox/webhooks|\"url\": \"http://localhost:9/\", \"misbehave\":"
                            + " {\"duplicate\": \"x\"}",
                    "/sandbox/webhooks|\"url\": \"http://localhost:9/\", \"misbehave\": {\"delay\":"
                            + " \"x\"}");

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-07-01T12:00:00Z");
    }

    @Test
    void everyMessageIsTheOneOfTheList() throws IOException {
        var said = new ArrayList<String>();
        for (var input : inputs()) {
            var reply = send(input);
            if (reply.status() >= 400 || reply.body().contains("\"result\":\"error\"")) {
                said.add(input + "\n    " + reply.status() + " " + message(reply));
            }
        }
        var list =
                String.join("\n", said)
                                .replace(caller.key(), "KEY")
                                .replaceAll("The clock shows [0-9TZ:.-]+", "The clock shows NOW")
                        + "\n";
        if (Boolean.getBoolean("messages.write")) {
            Files.writeString(LIST, list);
        }
        assertThat(list).isEqualTo(Files.readString(LIST));
    }

    @Test
    void noMessageShowsHowTheServerIsMade() throws IOException {
        assertThat(Files.readAllLines(LIST).stream().filter(line -> line.startsWith("    ")))
                .hasSizeGreaterThan(100)
                .allSatisfy(line ->
                        assertThat(line)
                                .doesNotContainIgnoringCase(
                                        "exception", "arraylist", "java.", "null pointer")
                                .matches(" {4}[24][0-9]{2} .{5,}"));
    }

    private static List<String> inputs() {
        var inputs = new ArrayList<String>();
        for (var api : List.of("puregpu", "cloudplans", "sandbox")) {
            var document = new YAMLMapper().readTree(Path.of("openapi", api + ".yaml").toFile());
            document.path("paths")
                    .properties()
                    .forEach(path ->
                            path.getValue()
                                    .properties()
                                    .forEach(operation ->
                                            add(
                                                    inputs,
                                                    operation.getKey().toUpperCase(Locale.ROOT),
                                                    path.getKey(),
                                                    operation.getValue(),
                                                    document)));
        }
        for (var wrong : ONE_WRONG) {
            inputs.add(
                    "POST "
                            + wrong.replace("|", " HTTP/1.1|Content-Type: application/json|{")
                            + "}");
        }
        inputs.addAll(MORE);
        return inputs;
    }

    private static void add(
            List<String> inputs,
            String method,
            String path,
            JsonNode operation,
            JsonNode document) {
        if (path.endsWith("/stream")) {
            return; // the stream goes on
        }
        var line = method + " " + path.replaceAll("\\{[A-Za-z]+}", "nonsense");
        var query = operation.path("parameters").valueStream();
        query.filter(one -> one.path("in").stringValue().equals("query"))
                .forEach(one ->
                        inputs.add(
                                line
                                        + "?"
                                        + one.path("name").stringValue()
                                        + "=nonsense HTTP/1.1"));
        inputs.add(line + " HTTP/1.1");
        var body = operation.path("requestBody").path("content").path("application/json");
        if (!body.isMissingNode()) {
            var json = " HTTP/1.1|Content-Type: application/json|";
            inputs.add(line + json + "{}");
            for (var field : fields(body.path("schema"), document)) {
                for (var value : List.of("[[]]", "\"nonsense\"", "1e30")) {
                    inputs.add(line + json + "{\"%s\": %s}".formatted(field, value));
                }
            }
        }
    }

    private static Set<String> fields(JsonNode schema, JsonNode document) {
        var names = new TreeSet<String>();
        if (schema.has("$ref")) {
            var reference = schema.path("$ref").stringValue().substring(1);
            names.addAll(fields(document.at(reference), document));
        }
        schema.path("properties").properties().forEach(one -> names.add(one.getKey()));
        for (var kind : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(kind).valueStream().forEach(one -> names.addAll(fields(one, document)));
        }
        return names;
    }

    private Reply send(String input) {
        var parts = input.split("\\|", -1);
        var request = new StringBuilder(parts[0]).append("\r\n");
        var body = "";
        var hasHost = false;
        for (var i = 1; i < parts.length; i++) {
            if (i == parts.length - 1
                    && (parts[i].startsWith("{")
                            || parts[i].startsWith("[")
                            || parts[i].equals("nonsense"))) {
                body = parts[i];
            } else {
                hasHost |= parts[i].startsWith("Host:");
                request.append(parts[i]).append("\r\n");
            }
        }
        if (!hasHost) {
            request.append("Host: localhost\r\n");
        }
        request.append(
                "X-API-Key: %s\r\nAuthorization: Bearer %s\r\n"
                        .formatted(caller.key(), caller.key()));
        if (!body.isEmpty()) {
            request.append(
                    "Content-Length: %d\r\n"
                            .formatted(body.getBytes(StandardCharsets.ISO_8859_1).length));
        }
        return Wire.send(port, request + "Connection: close\r\n\r\n" + body);
    }

    private static String message(Reply reply) {
        var body = JSON.readTree(reply.body());
        for (var at : List.of("/message", "/response", "/detail", "/error/message")) {
            if (body.at(at).isString()) {
                return body.at(at).stringValue();
            }
        }
        return reply.body();
    }
}
