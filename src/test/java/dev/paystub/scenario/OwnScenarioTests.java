package dev.paystub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.OwnSchema;
import dev.paystub.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scenarios that users bring: played when the server starts, which it does not with a broken one.
 */
class OwnScenarioTests {

    private static final String NOW = "2024-06-09T15:23:43.444Z";

    @TempDir private Path folder;

    private RunningServer start(Map<String, Object> more) {
        var environment = new HashMap<>(more);
        environment.put("PAYSTUB_SCENARIOS_DIR", folder.toString());
        return RunningServer.start(environment);
    }

    private void write(String name, String yaml) throws IOException {
        Files.writeString(folder.resolve(name), yaml);
    }

    private String whyItDoesNotStart() {
        var thrown = catchThrowable(() -> start(Map.of()).close());
        assertThat(thrown).rootCause().isInstanceOf(BrokenScenario.class);
        var root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** The example that the README prints. */
    private static String ofReadme() throws IOException {
        var readme = Files.readString(Path.of("README.md"));
        var example =
                Pattern.compile("(?s)```yaml\\n(# half-paid\\.yaml\\n.*?)```").matcher(readme);
        assertThat(example.find()).as("an example in the README").isTrue();
        return example.group(1);
    }

    private static void playsTheReadme(RunningServer server) {
        var caller = Caller.fresh(server.port());
        assertThat(
                        caller.get("/sandbox/scenarios")
                                .<List<String>>at(
                                        "$.scenarios[?(@.name == 'half-paid')].description"))
                .hasSize(1);
        caller.post("/sandbox/reset?scenario=half-paid", "{\"frozen_time\": \"%s\"}".formatted(NOW))
                .expect(200);
        assertThat(caller.get("/sandbox/clock").<String>at("$.now")).isEqualTo(NOW);
        var invoice = caller.get("/billing/invoices/72").succeeds();
        assertThat(invoice.<String>at("$.invoice.status")).isEqualTo("Unpaid");
        assertThat(invoice.<String>at("$.invoice.duedate")).isEqualTo("2024-05-23");
        assertThat(caller.get("/billing/crypto/payments/72").<String>at("$.payment.status"))
                .isEqualTo("partially_paid");
        Books.of(server.dataSource(), caller).areSound();
    }

    @Test
    void exampleOfTheReadmeRunsAndOthersStartFromIt() throws IOException {
        write("half-paid.yaml", ofReadme());
        write(
                "more.yml",
                """
                description: More of the same
                start: half-paid
                steps:
                  - repeat: 3
                    steps:
                      - call: POST /billing/invoices/funds
                        body: { amount: "12.50" }
                        as: funds
                      - call: GET /billing/invoices/{funds.invoice_id}
                  - call: POST /billing/invoices/funds # refused, and meant to be
                    body: { amount: 0 }
                    expect: 200
                """);
        write("notes.txt", "no scenario");
        try (var server = start(Map.of())) {
            playsTheReadme(server);
            var caller = Caller.fresh(server.port());
            caller.post("/sandbox/reset?scenario=more").expect(200);
            assertThat(caller.get("/billing/invoices").<List<String>>at("$.invoices[*].subtotal"))
                    .contains("40.00")
                    .filteredOn("12.50"::equals)
                    .hasSize(3);
        }
    }

    @Test
    @Tag("postgres")
    void exampleOfTheReadmeRunsOnPostgresToo() throws IOException {
        write("half-paid.yaml", ofReadme());
        try (var schema = new OwnSchema("own_scenarios");
                var server = start(schema.environment())) {
            playsTheReadme(server);
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("", 1, "the file is empty"),
                Arguments.of("description: x\nstesp: []", 2, "unknown key 'stesp'"),
                Arguments.of("description: [", 1, "this is not YAML"),
                Arguments.of("- call: GET /services", 1, "keys and values stand here"),
                Arguments.of(
                        "steps:\n  - call: GET /services\n    boddy: {}", 3, "unknown key 'boddy'"),
                Arguments.of("steps:\n  - call: GET /nothing", 2, "there is no GET /nothing"),
                Arguments.of("steps:\n  - call: POST /services", 2, "there is no POST /services"),
                Arguments.of("steps:\n  - call: services", 2, "a call is a method and a path"),
                Arguments.of("steps:\n  - call: GET /console/", 2, "there is no GET /console/"),
                Arguments.of("steps:\n  - call: POST /sandbox/reset", 2, "not for scenarios"),
                Arguments.of("steps:\n  - call: GET /sandbox/clock?x=1", 2, "not for scenarios"),
                Arguments.of(
                        "steps:\n\n  - advance: soon", 3, "'soon' is not a time to advance by"),
                Arguments.of("steps:\n  - advance: -P1D", 2, "is not a time to advance by"),
                Arguments.of("steps:\n  - advance: P9Y", 2, "the clock cannot advance"),
                Arguments.of(
                        "steps:\n  - advance: P1D\n    as: x", 3, "has no place beside 'advance'"),
                Arguments.of("steps:\n  - {}", 2, "a step is one of call, advance, repeat"),
                Arguments.of("steps:\n  - call: GET /services/{first.id}", 2, "refers to 'first'"),
                Arguments.of(
                        "steps:\n"
                                + "  - call: POST /billing/invoices/funds\n"
                                + "    body:\n"
                                + "      amount: \"{a.b}\"",
                        4,
                        "refers to 'a'"),
                Arguments.of(
                        "steps:\n"
                                + "  - call: POST /billing/invoices/funds\n"
                                + "    body: { amount: {a.b} }",
                        3,
                        "a reference is written in quotes"),
                Arguments.of(
                        "steps:\n"
                                + "  - call: GET /services\n"
                                + "    as: s\n"
                                + "  - call: GET /services/{s.no}",
                        4,
                        "nothing is known as {s.no}"),
                Arguments.of(
                        "steps:\n"
                                + "  - call: GET /services\n"
                                + "    as: s\n"
                                + "  - call: GET /services\n"
                                + "    as: s",
                        5,
                        "there is an answer 's' already"),
                Arguments.of(
                        "steps:\n  - call: POST /billing/invoices/funds\n    body: { amount: 0 }",
                        2,
                        "POST /billing/invoices/funds was answered 200"),
                Arguments.of(
                        "steps:\n  - call: GET /billing/balance\n    expect: 404",
                        2,
                        "GET /billing/balance was answered 200"),
                Arguments.of("steps:\n  - call: GET /services\n    expect: ok", 3, "whole number"),
                Arguments.of("steps:\n  - repeat: 0\n    steps: []", 2, "whole number from 1"),
                Arguments.of(
                        "steps:\n  - repeat: 1000\n    steps:\n"
                                + "      - repeat: 1000\n        steps: [{advance: PT1S}]",
                        2,
                        "at most 5,000 steps"),
                Arguments.of("start: nowhere", 1, "it starts from 'nowhere', which is none"),
                Arguments.of("start: mine", 1, "from itself"),
                Arguments.of("description: a\ndescription: b", 2, "twice"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenFileStopsTheStartWithFileLineAndReason(String yaml, int line, String reason)
            throws IOException {
        write("mine.yaml", yaml);
        assertThat(whyItDoesNotStart())
                .startsWith(folder.resolve("mine.yaml") + ", line " + line + ": ")
                .contains(reason)
                .doesNotContain("\n");
    }

    @Test
    void nameThatIsTakenOrIllFormedStopsTheStart() throws IOException {
        write("empty.yaml", "description: mine");
        assertThat(whyItDoesNotStart()).contains("there is a scenario 'empty' already");
        Files.delete(folder.resolve("empty.yaml"));
        write("No Name.yaml", "description: mine");
        assertThat(whyItDoesNotStart()).contains("named as its file");
    }

    @Test
    void folderThatIsNoneStopsTheStart() {
        folder = folder.resolve("missing");
        assertThat(whyItDoesNotStart())
                .startsWith("PAYSTUB_SCENARIOS_DIR names ")
                .endsWith("which is no folder");
    }
}
