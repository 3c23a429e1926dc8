package dev.paystub.property;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import dev.paystub.testing.Caller;
import dev.paystub.testing.RunningServer;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random changes: an account restored from a snapshot responds to every GET of the contracts as at
 * the time of the snapshot, and a fork responds like its origin, except for links.
 */
class WorldPropertyTests {

    private static final int SEQUENCES = 4;
    private static final int MANY_SEQUENCES = 25;
    private static final int MOST_STEPS = 12;
    private static final String NOW = "2024-06-09T15:23:43.444Z";

    /** Responses about traffic or all accounts, not about one account's state. */
    private static final Set<String> NOT_STATE =
            Set.of(
                    "/sandbox/accounts",
                    "/sandbox/accounts/audit",
                    "/sandbox/requests",
                    "/sandbox/coverage",
                    "/sandbox/diff");

    /** Snapshots are not part of an account's state. */
    private static final Set<String> NOT_FORKED = Set.of("/sandbox/snapshots");

    /** The sources of a parameter's values, by the name of the parameter. */
    private static final Map<String, List<String>> SOURCES =
            Map.of(
                    "invoices", List.of("/billing/invoices", "$.invoices[*].id"),
                    "services", List.of("/services", "$.services[*].id"),
                    "products", List.of("/billing/products", "$.products[0:2].pid"),
                    "payments", List.of("/sandbox/crypto/payments", "$.payments[*].id"),
                    "checkouts", List.of("/sandbox/checkouts", "$.checkouts[*].id"),
                    "subscriptions", organizations(),
                    "organizations", organizations(),
                    "org_id", organizations());

    private static List<String> organizations() {
        return List.of("/v1/organizations/list", "$.data.organizations[*].org_id");
    }

    private static final Pattern LINK =
            Pattern.compile("http://[^\"/]+(/[^\"]*(?:cs_test_|bps_|/crypto/)[^\"]*)");

    private static RunningServer server;
    private static List<String> gets;

    @BeforeContainer
    static void startServer() throws IOException {
        server = RunningServer.shared();
        gets = new ArrayList<>();
        for (var name : List.of("puregpu", "cloudplans", "sandbox")) {
            gets.addAll(gets(name));
        }
        assertThat(gets)
                .contains(
                        "/billing/balance",
                        "/billing/invoices/{invoiceId}",
                        "/v1/organizations/billing/history?org_id={org_id}",
                        "/sandbox/checkouts/{id}",
                        "/sandbox/events")
                .doesNotContainAnyElementsOf(NOT_STATE);
    }

    /** Returns the GETs of a contract, with their required query parameters. */
    private static List<String> gets(String name) throws IOException {
        var text = Files.readString(Path.of("openapi", name + ".yaml"));
        var document = Yaml31.mapper().readValue(text, OpenAPI.class);
        var found = new ArrayList<String>();
        document.getPaths()
                .forEach((path, item) -> {
                    if (item.getGet() != null
                            && !NOT_STATE.contains(path)
                            && !isStream(item.getGet())) {
                        found.add(path + query(item.getGet()));
                    }
                });
        return found;
    }

    private static boolean isStream(Operation get) {
        var content = get.getResponses().get("200").getContent();
        return content != null && content.containsKey("text/event-stream");
    }

    private static String query(Operation get) {
        var query =
                Stream.ofNullable(get.getParameters())
                        .flatMap(List::stream)
                        .filter(parameter -> "query".equals(parameter.getIn()))
                        .filter(parameter -> Boolean.TRUE.equals(parameter.getRequired()))
                        .map(Parameter::getName)
                        .map(parameter -> parameter + "={" + parameter + "}")
                        .toList();
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    /** Returns every GET of the account with its response. */
    private static Map<String, String> answers(Caller caller) {
        var answers = new TreeMap<String, String>();
        for (var get : gets) {
            for (var path : filled(caller, get)) {
                var reply = caller.get(path);
                assertThat(reply.status()).as("%s: %s", path, reply.body()).isLessThan(500);
                answers.put(path, reply.status() + " " + reply.body());
            }
        }
        return answers;
    }

    /**
     * Returns a path for each value of its parameter, or one with an unknown value when there is
     * none.
     */
    private static Set<String> filled(Caller caller, String get) {
        var parameter = Pattern.compile("\\{(\\w+)\\}").matcher(get);
        if (!parameter.find()) {
            return Set.of(get);
        }
        var before = get.substring(0, parameter.start()).replaceFirst("[/?]?$", "");
        var collection = before.replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        var known =
                SOURCES.getOrDefault(
                        parameter.group(1), SOURCES.getOrDefault(collection, List.of()));
        var values = new LinkedHashSet<String>();
        var source = known.isEmpty() ? before.replaceFirst("\\?.*", "") : known.getFirst();
        var reply = caller.get(source);
        if (reply.status() == 200) {
            var path = known.isEmpty() ? "$..['id','name','key']" : known.getLast();
            List<Object> found =
                    JsonPath.using(
                                    Configuration.defaultConfiguration()
                                            .addOptions(
                                                    Option.SUPPRESS_EXCEPTIONS,
                                                    Option.ALWAYS_RETURN_LIST))
                            .parse(reply.body())
                            .read(path);
            found.stream()
                    .filter(value -> !(value instanceof Map))
                    .forEach(value -> values.add(value.toString()));
        }
        values.add("1");
        var filled = new LinkedHashSet<String>();
        for (var value : values) {
            var path = get.substring(0, parameter.start()) + value + get.substring(parameter.end());
            filled.addAll(filled(caller, path));
        }
        return filled;
    }

    /** Removes links from the paths; one path may then stand for several links. */
    private static Map<String, List<String>> withoutLinks(Map<String, String> answers) {
        var without = new TreeMap<String, List<String>>();
        answers.forEach((path, answer) -> {
            if (NOT_FORKED.stream().noneMatch(path::startsWith)) {
                without.computeIfAbsent(plain(path), same -> new ArrayList<>()).add(plain(answer));
            }
        });
        without.values().forEach(Collections::sort);
        return without;
    }

    /** Removes request ids, which differ between equal requests. */
    private static Map<String, List<String>> withoutRequestIds(Map<String, String> answers) {
        var without = new TreeMap<String, String>();
        answers.forEach((path, answer) ->
                without.put(
                        path,
                        answer.replaceAll("\"request_id\":\"[^\"]+\"", "\"request_id\":\"…\"")));
        return withoutLinks(without);
    }

    /** Without links and the number of snapshots, of which a fork has none. */
    private static String plain(String text) {
        return text.replaceAll("(cs_test_|bps_)[0-9A-Za-z]+", "$1…")
                .replaceAll("\"snapshots\":[0-9]+", "\"snapshots\":…")
                .replaceAll("(/crypto/[0-9]+-)[0-9A-Za-z]+", "$1…");
    }

    private static List<String> links(Map<String, String> answers) {
        return answers.values().stream()
                .flatMap(answer -> LINK.matcher(answer).results())
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    @Property(tries = SEQUENCES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void restoredIsWhatWasKeptAndAForkIsItsOrigin(
            @ForAll("sequences") List<String> first, @ForAll("sequences") List<String> then) {
        holdsAfter(first, then);
    }

    @Property(
            tries = MANY_SEQUENCES,
            edgeCases = EdgeCasesMode.NONE,
            shrinking = ShrinkingMode.BOUNDED)
    @Tag("slow")
    void soItIsAfterMany(
            @ForAll("sequences") List<String> first, @ForAll("sequences") List<String> then) {
        holdsAfter(first, then);
    }

    private static void holdsAfter(List<String> first, List<String> then) {
        var origin = Caller.frozenAt(server.port(), NOW);
        first.forEach(step -> take(origin, step));
        origin.post("/sandbox/snapshots/kept").expect(200);
        var before = answers(origin);

        var fork = new Caller(server.port(), "f-" + UUID.randomUUID());
        origin.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(fork.key())).expect(201);
        var forked = answers(fork);
        assertThat(withoutLinks(forked)).isEqualTo(withoutLinks(before));
        assertThat(origin.get("/sandbox/diff?against=" + fork.key()).expect(200).body())
                .isEqualTo("[]");
        assertThat(links(forked)).hasSameSizeAs(links(before));
        assertThat(links(before)).noneMatch(links(forked)::contains);
        for (var link : links(forked)) {
            var page = Caller.send(fork.request(link).GET().build());
            assertThat(page.status()).as(link).isIn(200, 410);
        }

        then.forEach(step -> take(origin, step));
        assertThat(answers(fork)).as("the fork lives its own life").isEqualTo(forked);
        origin.post("/sandbox/snapshots/kept/restore").expect(200);
        assertThat(answers(origin)).isEqualTo(before);

        // All three continue identically.
        then.forEach(step -> take(origin, step));
        then.forEach(step -> take(fork, step));
        assertThat(withoutRequestIds(answers(fork))).isEqualTo(withoutRequestIds(answers(origin)));
    }

    private static void take(Caller caller, String step) {
        var parts = step.split(" ", 3);
        var reply = caller.send(parts[0], parts[1], parts.length > 2 ? parts[2] : null);
        assertThat(reply.status()).as("%s: %s", step, reply.body()).isLessThan(500);
    }

    @Provide
    Arbitrary<List<String>> sequences() {
        var update = "POST /v1/organizations/billing/update?action=";
        var calls =
                Arbitraries.of(
                        "POST /billing/invoices/funds {\"amount\": 25}",
                        "POST /billing/crypto/payments {\"invoice_id\": 34, \"currency\": \"btc\"}",
                        "POST /billing/crypto/payments {\"invoice_id\": 41, \"currency\": \"eth\","
                                + " \"case\": \"common\"}",
                        "POST /billing/crypto/payments {\"invoice_id\": 72, \"currency\": \"xmr\","
                                + " \"case\": \"partially_paid\"}",
                        "POST /sandbox/crypto/payments/latest/deposits {\"amount\": 0.001}",
                        "POST /billing/stripe/cards {\"stripe_payment_method_id\":"
                                + " \"pm_card_amex\"}",
                        "POST /billing/stripe/cards {\"stripe_payment_method_id\":"
                                + " \"pm_card_chargeCustomerFail\"}",
                        "PUT /billing/stripe/cards/16/default",
                        "DELETE /billing/stripe/cards/15",
                        "POST /billing/orders {\"pid\": 1, \"billingcycle\": \"hourly\","
                                + " \"hostname\": \"h\", \"os\": \"\", \"sshkeys\": \"\"}",
                        "POST /billing/orders {\"pid\": 1, \"billingcycle\": \"monthly\","
                                + " \"hostname\": \"m\", \"os\": \"\", \"sshkeys\": \"\"}",
                        "POST /v1/organizations/create {\"org_name\": \"Rocket Labs\"}",
                        update + "getpaymentlink&org_id=1002&quantity=4",
                        update + "getupdatecardlink&org_id=1001",
                        update + "updatesubscription&org_id=1001&quantity=20",
                        update + "cancelsubscription&org_id=1001",
                        "POST /sandbox/checkouts/latest/complete",
                        "POST /sandbox/checkouts/latest/decline",
                        "POST /sandbox/checkouts/latest/expire",
                        "PUT /sandbox/organizations/1001/resources {\"resources\": 3}",
                        "POST /sandbox/reset?scenario=suspended-service {\"frozen_time\": \""
                                + NOW
                                + "\"}");
        var advances =
                Arbitraries.of("PT2S", "PT4S", "PT15S", "PT1H", "P1D", "P8D", "P1M")
                        .map(by -> "POST /sandbox/clock/advance {\"by\": \"" + by + "\"}");
        return Arbitraries.frequencyOf(Tuple.of(3, calls), Tuple.of(1, advances))
                .list()
                .ofMinSize(1)
                .ofMaxSize(MOST_STEPS);
    }
}
