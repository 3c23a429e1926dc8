package dev.paystub.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerProcess;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a server writes, to a person and to a program. */
@Tag("slow")
class LogTests {

    private static Map<String, Object> environment(String... variables) {
        var all = new HashMap<String, Object>(Map.of("PAYSTUB_PORT", "0"));
        for (var at = 0; at < variables.length; at += 2) {
            all.put(variables[at], variables[at + 1]);
        }
        return all;
    }

    /**
     * Of the three formats one; {@link RequestLogTests} has the fields of each. An unknown variable
     * is named with the known one that it resembles; of the variables that Kubernetes sets for a
     * service, of an index and of an empty value nothing is said.
     */
    @Test
    void everyLineIsAnObjectForAProgramAndUnknownVariablesAreNamed() {
        try (var server =
                ServerProcess.start(
                        environment(
                                "PAYSTUB_LOG_FORMAT", "ecs",
                                "PAYSTUB_LOG_REQUESTS", "true",
                                "PAYSTUB_ADMIN_TOKN", "x",
                                "PAYSTUB_SERVICE_HOST", "10.0.0.7",
                                "PAYSTUB_SUBSCRIPTIONS_PRICES_0_UNIT", "6.00",
                                "PAYSTUB_SUBSCRIPTIONS_PRICES_0_FROM", "1",
                                "PAYSTUB_INVOICES_DAYS_UNTIL_DUE", "7",
                                "PAYSTUB_ACCOUNTS_MAX", ""))) {
            var caller = Caller.fresh(server.awaitPort());
            caller.get("/billing/invoices/34").succeeds();
            var id = caller.get("/livez").headers().firstValue("X-Request-Id").orElseThrow();
            server.terminate();
            assertThat(server.awaitEnd()).isEqualTo(143);
            assertThat(server.out().lines())
                    .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"))
                    .noneMatch(line -> line.contains(caller.key()));
            var invoice = line(server, "/billing/invoices/{invoiceId}");
            assertThat(JsonPath.<String>read(invoice, "$.account")).matches("[0-9a-f]{10}");
            assertThat(JsonPath.<String>read(line(server, "/livez"), "$.request")).isEqualTo(id);
            assertThat(server.out().lines().filter(line -> line.contains("PAYSTUB_")))
                    .singleElement()
                    .extracting(line -> JsonPath.<String>read(line, "$.message"))
                    .isEqualTo(
                            "PAYSTUB_ADMIN_TOKN is no setting of Paystub and has no effect;"
                                    + " did you mean PAYSTUB_ADMIN_TOKEN?");
        }
    }

    private static String line(ServerProcess server, String part) {
        return server.out().lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    @Test
    void aStartThatFailsIsOneSentenceAndAnExitCode() {
        try (var server = ServerProcess.start(environment("PAYSTUB_ACCOUNTS_MAX", "many"))) {
            assertThat(server.awaitEnd()).isEqualTo(2);
            assertThat(server.err())
                    .isEqualTo(
                            "PAYSTUB_ACCOUNTS_MAX is 'many', but must be a whole number"
                                    + System.lineSeparator());
            assertThat(server.out()).isEmpty();
        }
    }

    @Test
    void aCommandEndsTheProcessWithoutStartingTheServer() {
        try (var command = ServerProcess.start(Map.of(), "readyz", "--url", "http://127.0.0.1:1")) {
            assertThat(command.awaitEnd()).isEqualTo(1);
            assertThat(command.err()).contains("http://127.0.0.1:1/readyz is not ready: ");
            assertThat(command.out()).isEmpty();
        }
        try (var command = ServerProcess.start(Map.of(), "serve")) {
            assertThat(command.awaitEnd()).isEqualTo(2);
        }
    }
}
