package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests that violate {@code openapi/} are served, and the violation is reported. */
@ServerTest
class ContractJourneyTests {

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    private static String mark(Reply reply) {
        return reply.headers().firstValue("Paystub-Contract").orElse("");
    }

    @Test
    void whatKeepsToItIsNotMarked() {
        assertThat(mark(caller.get("/billing/invoices"))).isEmpty();
        assertThat(mark(caller.post("/billing/invoices/funds", "{\"amount\": 10}"))).isEmpty();
        assertThat(mark(caller.get("/v1/organizations/billing/describe?org_id=1001"))).isEmpty();
        assertThat(mark(caller.get("/sandbox/clock"))).isEmpty();
    }

    @Test
    void departuresAreNamedInHeaderAndJournal() {
        var body = caller.post("/billing/invoices/funds", "{\"amount\": \"10\"}");
        assertThat(mark(body)).contains("request body", "amount", "string found, number expected");
        assertThat(mark(caller.post("/billing/invoices/funds", "{\"amount\"")))
                .isEqualTo("request body is not JSON");
        assertThat(mark(caller.post("/billing/invoices/funds")))
                .isEqualTo("request body is required");
        assertThat(mark(caller.get("/billing/invoices/abc"))).contains("path parameter");
        assertThat(mark(caller.get("/billing/invoices?page=2")))
                .isEqualTo("query parameter page is not documented");
        assertThat(mark(caller.get("/v1/organizations/billing/describe")))
                .isEqualTo("query parameter org_id is required");
        assertThat(mark(caller.get("/v1/organizations/billing/describe?org_id=1001&action=x")))
                .contains("query parameter action");
        assertThat(mark(caller.delete("/billing/balance")))
                .isEqualTo("method DELETE is not documented here");
        var found = caller.post("/sandbox/requests/find", "{\"violating\": true}");
        assertThat(found.<List<List<String>>>at("$.requests[*].contract"))
                .hasSize(8)
                .allSatisfy(violations -> assertThat(violations).isNotEmpty());
    }
}
