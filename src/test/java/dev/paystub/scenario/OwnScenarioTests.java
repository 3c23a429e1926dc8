package dev.paystub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users' scenarios run when the server starts; a broken one prevents the start. */
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

    /** The example that docs/scenarios.md prints. */
    private static String documented() throws IOException {
        var page = Files.readString(Path.of("docs/scenarios.md"));
        var example = Pattern.compile("(?s)```yaml\\n(# half-paid\\.yaml\\n.*?)```").matcher(page);
        assertThat(example.find()).as("an example in docs/scenarios.md").isTrue();
        return example.group(1);
    }

    private static void playsTheExample(RunningServer server) {
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
    void documentedExampleRunsAndOthersStartFromIt() throws IOException {
        write("half-paid.yaml", documented());
        write(
                "more.yml",
                """
                description: More of the same
                start: half-paid
                steps:
                  - repeat: 3
                    steps:
                      - call: POST /billing/invoices/funds
                        body: { amount: 12.50 }
                        as: funds
                      - call: GET /billing/invoices/{funds.invoice_id}
                  - call: POST /billing/invoices/funds # refused, and meant to be
                    body: { amount: 0 }
                    expect: 200
                """);
        write("notes.txt", "no scenario");
        try (var server = start(Map.of())) {
            playsTheExample(server);
            var caller = Caller.fresh(server.port());
            caller.post("/sandbox/reset?scenario=more").expect(200);
            assertThat(caller.get("/billing/invoices").<List<String>>at("$.invoices[*].subtotal"))
                    .contains("40.00")
                    .filteredOn("12.50"::equals)
                    .hasSize(3);
        }
    }

    @Test
    @Tag("postgres-only")
    void documentedExampleRunsOnPostgresToo() throws IOException {
        write("half-paid.yaml", documented());
        try (var schema = OwnDatabase.schema("own_scenarios");
                var server = start(schema.environment())) {
            playsTheExample(server);
        }
    }

    @Test
    void brokenFileStopsTheStart() throws IOException {
        write("mine.yaml", "steps:\n  - call: GET /nothing");
        var thrown = catchThrowable(() -> start(Map.of()).close());
        assertThat(thrown)
                .rootCause()
                .isInstanceOf(BrokenScenario.class)
                .hasMessage(folder.resolve("mine.yaml") + ", line 2: there is no GET /nothing");
    }
}
