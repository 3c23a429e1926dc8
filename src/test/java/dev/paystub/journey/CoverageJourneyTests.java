package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The coverage report: the operations, statuses and transitions that an account's traffic has
 * exercised.
 */
@ServerTest
class CoverageJourneyTests {

    @LocalServerPort protected int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    private Reply coverage() {
        return caller.get("/sandbox/coverage").expect(200);
    }

    private List<Map<String, Object>> covered(String kind) {
        return coverage().at("$.%s[?(@.covered == true)]".formatted(kind));
    }

    @Test
    void freshAccountHasExercisedNothing() {
        assertThat(coverage().<Integer>at("$.covered")).isZero();
        assertThat(coverage().<List<?>>at("$.operations")).hasSize(24);
        assertThat(coverage().<Integer>at("$.total")).isGreaterThan(60);
    }

    @Test
    void operationsOutcomesAndTransitionsAreCoveredOnceEach() {
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        caller.post("/billing/invoices/funds", "{}").isUserError("Amount");
        caller.post("/v1/organizations/billing/update?action=cancelsubscription&org_id=9")
                .expect(404);
        assertThat(covered("operations"))
                .extracting("name")
                .containsExactlyInAnyOrder(
                        "addFundsInvoice", "updateBilling?action=cancelsubscription");
        assertThat(covered("outcomes"))
                .extracting(outcome -> outcome.get("of") + " " + outcome.get("name"))
                .containsExactlyInAnyOrder(
                        "addFundsInvoice 200", "addFundsInvoice error", "updateBilling 404");
        assertThat(covered("transitions"))
                .singleElement()
                .satisfies(step ->
                        assertThat(step)
                                .containsEntry("of", "invoice")
                                .containsEntry("from", null)
                                .containsEntry("to", "Unpaid"));
    }

    @Test
    void whatIsRefusedOnPurposeOrUndoneIsNotExercised() {
        caller.post("/billing/invoices/funds?__code=402", "{\"amount\": 10}").expect(402);
        assertThat(coverage().<Integer>at("$.covered")).isZero();
    }

    @Test
    void timeExercisesTransitionsToo() {
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}");
        caller.advance("PT15S");
        assertThat(covered("transitions"))
                .extracting("to")
                .contains("waiting", "confirming", "confirmed", "sending", "finished", "Paid");
    }

    @Test
    void resetKeepsItAndDeletingBeginsAnew() {
        caller.get("/billing/balance").succeeds();
        caller.post("/sandbox/reset").expect(200);
        assertThat(coverage().<Integer>at("$.covered")).isEqualTo(2);
        caller.delete("/sandbox/coverage").expect(204);
        assertThat(coverage().<Integer>at("$.covered")).isZero();
    }

    @Test
    void gateFailsBelowThePercentage() {
        caller.get("/sandbox/coverage?min=1").expect(417);
        caller.get("/sandbox/coverage?min=0").expect(200);
        caller.get("/billing/balance").succeeds();
        caller.get("/sandbox/coverage?min=1").expect(200);
        caller.get("/sandbox/coverage?min=80").expect(417);
        caller.get("/sandbox/coverage?min=101").expect(400);
        caller.get("/sandbox/coverage?min=all").expect(400);
    }
}
