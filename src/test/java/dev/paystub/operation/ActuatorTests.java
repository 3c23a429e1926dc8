package dev.paystub.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import dev.paystub.testing.TestDatabase;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Health, information and metrics for the operator, and no other Actuator endpoint. */
@ServerTest
@Tag("postgres-full")
class ActuatorTests {

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    private Reply open(String path) {
        return Caller.send(caller.request(path).build());
    }

    @Test
    void healthAndInfoNeedNoKey() {
        var health = open("/actuator/health").expect(200);
        assertThat(health.<String>at("$.status")).isEqualTo("UP");
        assertThat(health.<String>at("$.components.database.status")).isEqualTo("UP");
        open("/actuator/health/readiness").expect(200);
        caller.get("/billing/balance").succeeds();
        var info = open("/actuator/info").expect(200);
        assertThat(info.<String>at("$.name")).isEqualTo("paystub");
        assertThat(info.<String>at("$.version")).isNotBlank();
        assertThat(info.<String>at("$.built")).matches("[0-9T:.-]+Z");
        assertThat(info.<String>at("$.database.kind")).isEqualTo(TestDatabase.kind());
        assertThat(info.<Integer>at("$.accounts")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/env",
                "/beans",
                "/configprops",
                "/heapdump",
                "/threaddump",
                "/metrics",
                "/loggers",
                "/mappings",
                "/scheduledtasks",
                "/conditions",
                "/shutdown",
                "/flyway",
                "/logfile",
                "/httpexchanges",
                "/sbom"
            })
    void nothingElseOfActuatorIsThere(String path) {
        open("/actuator" + path).expect(404);
        caller.post("/actuator" + path);
        open("/livez").expect(200);
    }

    private double metric(String name) {
        var line =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " ([0-9.E+-]+)$")
                        .matcher(open("/actuator/prometheus").expect(200).body());
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    @Test
    void metricsCountWhatHappens() {
        var requests =
                "http_server_requests_seconds_count{method=\"GET\",status=\"200\",uri=\"/billing/invoices/{invoiceId}\"}";
        var created = "paystub_events_total{type=\"invoice.created\"}";
        var renewed = "paystub_due_work_total{kind=\"hosting.renew\"}";
        var turns = "paystub_turns_taken_seconds_count";
        var accounts = metric("paystub_accounts");
        var before =
                new double[] {metric(requests), metric(created), metric(renewed), metric(turns)};
        caller.get("/billing/invoices/34").succeeds();
        caller.get("/billing/invoices/41").succeeds();
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        caller.advance("P1M");
        assertThat(metric(requests)).isEqualTo(before[0] + 2);
        assertThat(metric(created)).isGreaterThanOrEqualTo(before[1] + 2);
        assertThat(metric(renewed)).isGreaterThanOrEqualTo(before[2] + 1);
        assertThat(metric(turns)).isGreaterThanOrEqualTo(before[3] + 3);
        assertThat(metric("paystub_accounts")).isEqualTo(accounts + 1);
        assertThat(metric("paystub_turns_taken_seconds_sum")).isPositive();
        assertThat(open("/actuator/prometheus").body())
                .contains("jvm_memory_used_bytes", "hikaricp_connections_active");
    }

    @Test
    void noLabelHoldsAKeyOrAnId() {
        caller.get("/billing/invoices/34").succeeds();
        caller.get("/nowhere/" + caller.key());
        caller.send(
                "BREW" + caller.key().toUpperCase(java.util.Locale.ROOT), "/billing/balance", null);
        var metrics = open("/actuator/prometheus").expect(200).body();
        assertThat(metrics)
                .doesNotContainIgnoringCase(caller.key())
                .doesNotContain("invoices/34")
                .contains("method=\"other\"");
    }
}
