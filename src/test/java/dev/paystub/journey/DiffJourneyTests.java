package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The difference between two states of an account, as a JSON Patch. */
@ServerTest
@Tag("postgres-full")
class DiffJourneyTests {

    private static final String NOW = "2024-06-09T15:23:43.444Z";

    @LocalServerPort protected int port;
    @Autowired private DataSource dataSource;
    private Caller caller;

    @BeforeEach
    void frozenAccount() {
        caller = Caller.frozenAt(port, NOW);
    }

    private Reply diff(String against) {
        return caller.get("/sandbox/diff?against=" + against);
    }

    private Map<String, Object> change(Reply diff, String path) {
        List<Map<String, Object>> changes = diff.at("$[?(@.path == '%s')]".formatted(path));
        assertThat(changes).as("%s in %s", path, diff.body()).hasSize(1);
        return changes.getFirst();
    }

    @Test
    void sinceASnapshot() {
        caller.post("/sandbox/snapshots/before").expect(200);
        assertThat(diff("before").expect(200).body()).isEqualTo("[]");

        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        caller.post("/billing/invoices/funds", "{\"amount\": 7}").succeeds();
        caller.delete("/billing/stripe/cards/15").succeeds();
        caller.post("/billing/stripe/cards", "{\"stripe_payment_method_id\": \"pm_card_amex\"}")
                .succeeds();
        caller.advance("PT15S");
        caller.put("/sandbox/organizations/1001/resources", "{\"resources\": 8}").expect(200);

        var diff = diff("before").expect(200);
        assertThat(diff.headers().firstValue("Content-Type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/json-patch+json"));
        assertThat(change(diff, "/invoices/34/status"))
                .isEqualTo(Map.of("op", "replace", "path", "/invoices/34/status", "value", "Paid"));
        assertThat(change(diff, "/cards/15"))
                .isEqualTo(Map.of("op", "remove", "path", "/cards/15"));
        assertThat(change(diff, "/cards/16")).containsEntry("op", "add");
        assertThat(change(diff, "/default_card")).containsEntry("value", 16);
        assertThat(change(diff, "/invoices/72").get("value").toString()).contains("7.00");
        assertThat(change(diff, "/payments/4465327355").get("value").toString())
                .contains("finished");
        assertThat(change(diff, "/balance").get("value").toString()).isEqualTo("125.0");
        assertThat(change(diff, "/organizations/1001/resources")).containsEntry("value", 8);
        assertThat(change(diff, "/clock/now")).containsEntry("value", "2024-06-09T15:23:58.444Z");
        assertThat(diff.<List<String>>at("$[*].path"))
                .allMatch(path ->
                        path.matches(
                                "/(clock|frozen|cards/|default_card|invoices/(34|72)|payments/|balance"
                                    + "|organizations/1001/resources).*"));

        caller.post("/sandbox/snapshots/before/restore").expect(200);
        assertThat(diff("before").expect(200).body()).isEqualTo("[]");
    }

    @Test
    void againstAnotherAccountAndBackFromIt() {
        var key = "diff-" + UUID.randomUUID();
        caller.post("/v1/organizations/billing/update?action=getpaymentlink&org_id=1002&quantity=4")
                .expect(200);
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(key)).expect(201);
        assertThat(diff(key).expect(200).body())
                .as("links differ, yet do not show")
                .isEqualTo("[]");

        var fork = new Caller(port, key);
        fork.advance("PT5S");
        assertThat(change(diff(key), "/payments/4465327355/status"))
                .as("what makes of the other what this one is")
                .containsEntry("value", "waiting");
        var back = fork.get("/sandbox/diff?against=" + caller.key()).expect(200);
        assertThat(change(back, "/payments/4465327355/status"))
                .containsEntry("value", "confirming");
    }

    @Test
    void snapshotIsLookedAtWithoutChangingIt() {
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        caller.put("/sandbox/clock", "{\"frozen_time\": null}").expect(200);
        caller.post("/sandbox/snapshots/running").expect(200);
        caller.advance("P1Y");
        var diff = diff("running").expect(200);
        assertThat(diff.<List<String>>at("$[*].path"))
                .contains("/clock/now", "/payments/4465327355/status")
                .doesNotContain("/clock/frozen_time");
        caller.post("/sandbox/snapshots/running/restore").expect(200);
        assertThat(caller.get("/billing/crypto/payments/34").<String>at("$.payment.status"))
                .isEqualTo("waiting");
    }

    @Test
    void whatIsNotThereIsRefusedAndNotMade() {
        var unknown = "nobody-" + UUID.randomUUID();
        assertThat(diff(unknown).expect(404).body()).contains(unknown);
        assertThat(Books.accountsOf(dataSource, unknown)).isZero();
        diff("").expect(400);
        caller.get("/sandbox/diff").expect(400);
        diff("~documented").expect(404);
        diff("~empty").expect(404);
        var viewer = new Caller(port, caller.key() + ".viewer");
        viewer.get("/sandbox/diff?against=sandbox").expect(403);
        Caller.fresh(port).post("/sandbox/snapshots/theirs").expect(200);
        diff("theirs").expect(404);
    }
}
