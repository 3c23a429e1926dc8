package dev.paystub.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.FewAccountsServerTest;
import dev.paystub.testing.Reply;
import dev.paystub.testing.Wire;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Calls every operation of the three documents and of Stripe's API with one thing wrong at a time:
 * a path variable, a parameter, a header, the body, or one of its fields. The server must not fail;
 * an error must have the API's own shape and must change nothing.
 *
 * <p>A fixed seed selects the requests: {@code -Dfuzz.seed=…} selects others, {@code
 * -Dfuzz.requests=…} sets their number for each operation. The profile {@code full} sends half as
 * many more.
 */
@FewAccountsServerTest
@Tag("postgres-full")
class FuzzTests {

    /** Operations whose responses only end at a limit. */
    private static final Set<String> STREAMS = Set.of("streamEvents", "streamRequests");

    private static final long SEED = Long.getLong("fuzz.seed", 10);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 24);

    private static final int DECLINED = 402;

    /** What a declined card changes, though the request is refused. */
    private static final Set<String> REMEMBERING_A_DECLINE =
            Set.of("checkout_sessions", "events", "intents");

    /** Stripe's test cards become payment methods, with numbers, when they are first named. */
    private static final Set<String> NAMED = Set.of("numberings", "payment_methods");

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final List<String> INSIDES =
            List.of(
                    "exception",
                    "\tat ",
                    "java.",
                    "springframework",
                    "tomcat",
                    "hibernate",
                    "jackson",
                    "jdbc",
                    "<html",
                    "<!doctype",
                    "whitelabel",
                    "departs from the contract");

    /** Values for a text in a path or a query, sent unencoded. */
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "0",
                    "-1",
                    "1.5",
                    "1e0",
                    "1e30",
                    "1e308",
                    "1e999999999",
                    "-1e30",
                    "0x10",
                    "2147483648",
                    "9223372036854775807",
                    "9223372036854775808",
                    "9".repeat(400),
                    "null",
                    "true",
                    "nonsense",
                    "%00",
                    "1%00",
                    "%0a",
                    "%2F",
                    "%5C",
                    "..",
                    ".",
                    "a%20b",
                    "%C3%A9",
                    "%c3",
                    "%ff",
                    "%ed%a0%80",
                    "%zz",
                    "%",
                    "%27%22%3C",
                    "[]",
                    "{}",
                    "a;b=c",
                    "x".repeat(300),
                    "x".repeat(3_000),
                    "x".repeat(9_000),
                    "+",
                    "*",
                    "1,2",
                    "%7B%7D",
                    "a&a=b",
                    "P1Y2M",
                    "2024-13-01T00:00:00Z");

    /** Values for JSON. */
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "0",
                    "1.5",
                    "1e0",
                    "1e30",
                    "1e308",
                    "-1e308",
                    "1e-400",
                    "2147483648",
                    "9223372036854775807",
                    "9223372036854775808",
                    "99999999999999999999",
                    "9".repeat(500),
                    "1e999999999",
                    "1e-999999999",
                    "1E2147483648",
                    "\"\"",
                    "\" \"",
                    "\"nonsense\"",
                    "\"1e30\"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"a\\nb\"",
                    "\"" + "x".repeat(300) + "\"",
                    "\"" + "x".repeat(30_000) + "\"",
                    "[]",
                    "{}",
                    "[null]",
                    "[[1e30]]",
                    "{\"a\": 1e30}",
                    "{\"a\": \"\\u0000\"}",
                    "\"/**\"",
                    "\"{a:(b+)+}\"",
                    "\"P9999Y\"",
                    "\"+999999999-12-31T23:59:59Z\"");

    private static final List<String> BODIES =
            List.of(
                    "",
                    " ",
                    "null",
                    "[]",
                    "1",
                    "\"x\"",
                    "{",
                    "}",
                    "{}",
                    "{} {}",
                    "[".repeat(5_000),
                    "{\"a\":".repeat(5_000),
                    "{\"a\": 1e999999999}",
                    "{\"a\": " + "9".repeat(2_000) + "}",
                    "{\"a\": \"\\u0000\"}",
                    "{\"\\u0000\": 1}",
                    "{\"a\": 1, \"a\": 2}",
                    "{\"a\": \"\u00ff\"}",
                    "\u0000",
                    "a=b&c[d]=e",
                    "<a/>",
                    "x".repeat(70_000),
                    "{\"password\": \"" + "x".repeat(30_000) + "\"}");

    private static final List<String> HEADERS =
            List.of(
                    "Content-Type: */*",
                    "Content-Type: application/*",
                    "Content-Type: */json",
                    "Content-Type: application/json;charset=bogus",
                    "Content-Type: application/json; charset=utf-16",
                    "Content-Type: application/json; charset=",
                    "Content-Type: application/json;q=x",
                    "Content-Type: text/plain",
                    "Content-Type: json",
                    "Content-Type: ,",
                    "Content-Type: multipart/form-data",
                    "Content-Type: application/xml",
                    "Content-Type: application/x-www-form-urlencoded",
                    "Content-Type: application/merge-patch+json",
                    "Content-Encoding: br",
                    "Content-Encoding: gzip",
                    "Content-Encoding: gzip, gzip",
                    "Content-Encoding: identity",
                    "Content-Encoding: ,",
                    "Accept: text/html",
                    "Accept: nonsense",
                    "Accept: */*;q=5",
                    "Accept: application/*",
                    "Accept-Language: " + "x-".repeat(500),
                    "Accept-Charset: bogus",
                    "Idempotency-Key: " + "k".repeat(300),
                    "Idempotency-Key: \u00ff",
                    "Prefer: code=999, delay=-1, fault=x",
                    "Prefer: " + "a".repeat(3_000),
                    "Prefer: code=\"" + ",".repeat(3_000),
                    "X-Request-Id: " + "x".repeat(3_000),
                    "X-Forwarded-Prefix: " + "/a".repeat(2_500),
                    "X-Forwarded-Prefix: /..",
                    "X-Forwarded-Host: a_b",
                    "X-Forwarded-Proto: x",
                    "X-Forwarded-Port: 99999999999",
                    "Forwarded: for=\"[::1",
                    "Origin: http://a_b:1",
                    "Origin: null",
                    "Origin: x",
                    "Range: bytes=5-1",
                    "If-None-Match: *",
                    "If-Modified-Since: x",
                    "Transfer-Encoding: gzip",
                    "Expect: nonsense",
                    "Cookie: a=\"b",
                    "X-HTTP-Method-Override: DELETE",
                    "Sec-Fetch-Site: cross-site");

    /** Values for fields of Stripe's forms. */
    private static final List<String> FIELDS =
            List.of(
                    "amount",
                    "currency",
                    "type",
                    "card[number]",
                    "card[exp_month]",
                    "card[exp_year]",
                    "card[cvc]",
                    "card[token]",
                    "customer",
                    "payment_method",
                    "payment_method_data[type]",
                    "confirm",
                    "expand[]",
                    "expand[0]",
                    "metadata[a]",
                    "metadata",
                    "limit",
                    "starting_after",
                    "return_url",
                    "usage",
                    "client_secret",
                    "billing_details[email]",
                    "billing_details[address][line1]",
                    "description",
                    "automatic_payment_methods[enabled]",
                    "off_session",
                    "a[b][c][d][e][f]",
                    "[",
                    "a[b",
                    "a]",
                    "",
                    "a[]b",
                    "amount[]",
                    "card");

    @LocalServerPort private int port;
    @Autowired private DataSource dataSource;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    /** A request without its key. */
    private record Shot(String method, String target, List<String> headers, String body) {

        Shot with(String newTarget) {
            return new Shot(method, newTarget, headers, body);
        }

        Shot with(String header, String newBody) {
            var all = new ArrayList<>(headers);
            if (header != null) {
                all.removeIf(
                        other -> other.split(":", 2)[0].equalsIgnoreCase(header.split(":", 2)[0]));
                all.add(header);
            }
            return new Shot(method, target, all, newBody);
        }

        @Override
        public String toString() {
            return "%s %s %s %s"
                    .formatted(
                            method,
                            cut(target),
                            headers.stream().map(Shot::cut).toList(),
                            cut(body));
        }

        private static String cut(String text) {
            return text.length() <= 120 ? text : text.substring(0, 120) + "..." + text.length();
        }
    }

    static Stream<Arguments> operations() {
        return Stream.of("puregpu", "cloudplans", "sandbox")
                .flatMap(api -> {
                    var document = document(api);
                    return document.path("paths").properties().stream()
                            .flatMap(path ->
                                    path.getValue().properties().stream()
                                            .map(operation ->
                                                    Arguments.of(
                                                            operation
                                                                    .getValue()
                                                                    .path("operationId")
                                                                    .stringValue(),
                                                            operation
                                                                    .getKey()
                                                                    .toUpperCase(Locale.ROOT),
                                                            path.getKey(),
                                                            operation.getValue(),
                                                            document)));
                });
    }

    private static JsonNode document(String api) {
        return new YAMLMapper().readTree(Path.of("openapi", api + ".yaml").toFile());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void documentedOperation(
            String id, String method, String path, JsonNode operation, JsonNode document) {
        var body = example(operation.path("requestBody").path("content"));
        var query = new ArrayList<String>();
        var parameters = operation.path("parameters").valueStream().toList();
        for (var parameter : parameters) {
            if (parameter.path("in").stringValue().equals("query")
                    && parameter.path("required").booleanValue(false)) {
                query.add(parameter.path("name").stringValue() + "=" + value(parameter));
            }
        }
        if (STREAMS.contains(id)) {
            query.addAll(List.of("after=0", "limit=1")); // a stream that ends
        }
        var good =
                new Shot(
                        method,
                        target(filled(path, parameters, null, null), query),
                        body == null ? List.of() : List.of("Content-Type: application/json"),
                        body == null ? "" : body.toString());
        var shots = new ArrayList<Shot>();
        for (var parameter : parameters) {
            var name = parameter.path("name").stringValue();
            for (var text : TEXTS) {
                switch (parameter.path("in").stringValue()) {
                    case "path" ->
                            shots.add(
                                    good.with(target(filled(path, parameters, name, text), query)));
                    case "query" -> {
                        if (!STREAMS.contains(id)) {
                            shots.add(
                                    good.with(
                                            target(
                                                    filled(path, parameters, null, null),
                                                    replaced(query, name, text))));
                        }
                    }
                    default -> shots.add(good.with(name + ": " + text, good.body()));
                }
            }
        }
        if (!STREAMS.contains(id)) {
            shots.add(good.with(good.target() + (query.isEmpty() ? "?" : "&") + "x[]=1&=&%zz"));
        }
        for (var header : HEADERS) {
            shots.add(good.with(header, good.body()));
        }
        var json = "Content-Type: application/json";
        for (var wrong : BODIES) {
            shots.add(good.with(json, wrong));
        }
        var schema = operation.path("requestBody").path("content").path("application/json");
        for (var field : fields(schema.path("schema"), document)) {
            for (var value : VALUES) {
                shots.add(good.with(json, withField(body, field, value)));
            }
        }
        send(apiOf(path), id, shots);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk_test_", "pk_test_"})
    void stripesOperation(String prefix) {
        var found = new TreeSet<String>();
        routes.getHandlerMethods()
                .forEach((info, handler) -> {
                    if (handler.getBeanType().getPackageName().startsWith("dev.paystub.stripe")) {
                        var methods = info.getMethodsCondition().getMethods();
                        for (var method :
                                methods.isEmpty() ? Set.of(RequestMethod.POST) : methods) {
                            info.getPatternValues().stream()
                                    .filter(pattern -> pattern.contains("/v1/"))
                                    .forEach(pattern -> found.add(method + " " + pattern));
                        }
                    }
                });
        assertThat(found).hasSizeGreaterThan(10);
        for (var route : found) {
            var method = route.split(" ")[0];
            var path =
                    route.split(" ")[1]
                            .replace("/**", "/nonsense")
                            .replaceAll("(payment_methods|cards)/\\{[a-z]+}", "$1/pm_card_visa")
                            .replaceAll("\\{[A-Za-z]+}", "pi_1");
            send("stripe " + prefix, route, stripesShots(method, path));
        }
    }

    private static List<Shot> stripesShots(String method, String path) {
        var form = "Content-Type: application/x-www-form-urlencoded";
        var good = new Shot(method, path, List.of(form), method.equals("GET") ? "" : "type=card");
        var shots = new ArrayList<Shot>();
        for (var text : TEXTS) {
            shots.add(good.with(path.replaceFirst("[a-z_0-9]+$", "") + text));
            for (var field : FIELDS) {
                var pair = URLEncoder.encode(field, UTF_8) + "=" + text;
                if (method.equals("GET")) {
                    shots.add(good.with(path + "?" + pair));
                } else {
                    shots.add(good.with(form, good.body() + "&" + pair));
                }
            }
        }
        HEADERS.forEach(header -> shots.add(good.with(header, good.body())));
        BODIES.forEach(body -> shots.add(good.with(form, body)));
        BODIES.forEach(body -> shots.add(good.with("Content-Type: application/json", body)));
        return shots;
    }

    private void send(String api, String what, List<Shot> all) {
        var shots = new ArrayList<>(all);
        // one of these audits the accounts of all operations
        var limit = what.equals("auditAccounts") ? 3 : REQUESTS;
        Collections.shuffle(shots, new Random(SEED + what.hashCode()));
        var caller = Caller.frozenAt(port, "2024-07-01T12:00:00Z");
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        var before = state(caller);
        var wrong = new LinkedHashSet<String>();
        for (var shot : shots.subList(0, Math.min(limit, shots.size()))) {
            var reply = send(caller, api, shot);
            var trouble = trouble(api, reply);
            if (!trouble.isEmpty()) {
                wrong.add(
                        "%s: %s: %d %s"
                                .formatted(shot, trouble, reply.status(), Shot.cut(reply.body())));
            }
            if (reply.status() < 300 && !shot.method().equals("GET") && !isUserError(reply)) {
                before = state(caller);
            } else if (reply.status() == DECLINED) {
                var after = state(caller);
                before.keySet().removeAll(REMEMBERING_A_DECLINE);
                assertThat(after).as("after %s, declined", shot).containsAllEntriesOf(before);
                before = after;
            }
        }
        assertThat(wrong).as(what).isEmpty();
        assertThat(state(caller)).as("after what was refused of " + what).isEqualTo(before);
    }

    private Reply send(Caller caller, String api, Shot shot) {
        var key = api.startsWith("stripe") ? api.split(" ")[1] + caller.key() : caller.key();
        var request = new StringBuilder();
        request.append(
                "%s %s HTTP/1.1\r\nHost: localhost:%d\r\n"
                        .formatted(shot.method(), shot.target(), port));
        request.append(
                "X-API-Key: %s\r\nAuthorization: Bearer %s\r\n".formatted(caller.key(), key));
        shot.headers().forEach(header -> request.append(header).append("\r\n"));
        if (!shot.body().isEmpty()) {
            request.append(
                    "Content-Length: %d\r\n".formatted(shot.body().getBytes(ISO_8859_1).length));
        }
        request.append("Connection: close\r\n\r\n").append(shot.body());
        return Wire.send(port, request.toString());
    }

    private static boolean isUserError(Reply reply) {
        return reply.body().startsWith("{\"result\":\"error\"");
    }

    /** Returns the problem of a response in a few words; empty when there is none. */
    private static String trouble(String api, Reply reply) {
        if (reply.status() >= 500) {
            return "failed";
        }
        var inside = INSIDES.stream().filter(reply.body().toLowerCase(Locale.ROOT)::contains);
        var shown = inside.findFirst();
        if (reply.status() < 400 && !isUserError(reply)) {
            return reply.status() < 300 ? "" : "neither done nor refused";
        }
        if (shown.isPresent()) {
            return "shows " + shown.get();
        }
        var type = reply.headers().firstValue("Content-Type").orElse("none");
        if (!type.equals(api.equals("sandbox") ? "application/problem+json" : "application/json")) {
            return "has content type " + type;
        }
        var message =
                switch (api.split(" ")[0]) {
                    case "puregpu" -> text(reply, "message");
                    case "cloudplans" -> text(reply, "response");
                    case "stripe" -> text(reply, "error", "message");
                    default -> text(reply, "detail");
                };
        return message.isBlank() ? "says nothing" : "";
    }

    private static String text(Reply reply, String... path) {
        JsonNode at = JSON.readTree(reply.body());
        for (var step : path) {
            at = at.path(step);
        }
        return at.asString("");
    }

    /** Returns what the account is: the rows from which responses are made. */
    private Map<String, List<String>> state(Caller caller) {
        var rows = Books.of(dataSource, caller).dumpWithoutTraffic();
        rows.keySet().removeAll(NAMED);
        return rows;
    }

    private static String apiOf(String path) {
        return path.startsWith("/sandbox")
                ? "sandbox"
                : path.startsWith("/v1") ? "cloudplans" : "puregpu";
    }

    /** Returns the first example of a body; null when the operation takes none. */
    private static JsonNode example(JsonNode content) {
        if (content.isMissingNode()) {
            return null;
        }
        var json = content.path("application/json");
        var shown = json.path("examples").valueStream().map(one -> one.path("value")).findFirst();
        return shown.orElseGet(
                () -> json.has("example") ? json.path("example") : JSON.createObjectNode());
    }

    private static String value(JsonNode parameter) {
        var shown = parameter.path("example");
        var allowed = parameter.path("schema").path("enum");
        if (!shown.isMissingNode()) {
            return shown.asString();
        }
        return allowed.isEmpty() ? "1" : allowed.get(0).asString();
    }

    private static String filled(
            String path, List<JsonNode> parameters, String replaced, String text) {
        var filled = path;
        for (var parameter : parameters) {
            var name = parameter.path("name").stringValue();
            filled =
                    filled.replace(
                            "{" + name + "}", name.equals(replaced) ? text : value(parameter));
        }
        return filled;
    }

    private static String target(String path, List<String> query) {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private static List<String> replaced(List<String> query, String name, String text) {
        var others =
                new ArrayList<>(
                        query.stream().filter(pair -> !pair.startsWith(name + "=")).toList());
        others.add(name + "=" + text);
        return others;
    }

    /** Returns the names of a body's fields. */
    private static Set<String> fields(JsonNode schema, JsonNode document) {
        var names = new TreeSet<String>();
        if (schema.has("$ref")) {
            var reference = schema.path("$ref").stringValue().substring(1);
            names.addAll(fields(document.at(reference), document));
        }
        schema.path("properties").properties().forEach(one -> names.add(one.getKey()));
        Stream.of("oneOf", "anyOf", "allOf")
                .flatMap(kind -> schema.path(kind).valueStream())
                .forEach(one -> names.addAll(fields(one, document)));
        return names;
    }

    /** Returns the body with one field replaced by raw text. */
    private static String withField(JsonNode body, String field, String value) {
        var members = new ArrayList<String>();
        if (body instanceof ObjectNode object) {
            object.properties().stream()
                    .filter(member -> !member.getKey().equals(field))
                    .forEach(member ->
                            members.add(
                                    "\"%s\": %s".formatted(member.getKey(), member.getValue())));
        }
        members.add("\"%s\": %s".formatted(field, value));
        return "{" + String.join(", ", members) + "}";
    }
}
