package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** How many requests each account has had, and when the latest came. */
@ServerTest
@Tag("postgres")
class RequestCountJourneyTests {

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.fresh(port);
    }

    private Map<String, Object> account(String key) {
        return new Caller(port, "sandbox")
                .get("/sandbox/accounts")
                .expect(200)
                .<List<Map<String, Object>>>at("$.accounts[?(@.key == '%s')]".formatted(key))
                .getFirst();
    }

    @Test
    void everyRequestCountsOnce() {
        caller.get("/billing/balance").succeeds();
        caller.get("/billing/balance").succeeds();
        caller.get("/sandbox/clock").expect(200);

        var account = account(caller.key());
        assertThat(account).containsEntry("requests", 3);
        assertThat(Instant.parse((String) account.get("last_used")))
                .isAfter("2026-01-01T00:00:00Z");
    }

    @Test
    void whatTheConsoleLooksAtDoesNotCount() {
        caller.get("/billing/balance").succeeds();
        Caller.send(
                        caller.request("/sandbox/state")
                                .header("X-API-Key", caller.key())
                                .header("Paystub-Observer", "console")
                                .build())
                .expect(200);

        assertThat(account(caller.key())).containsEntry("requests", 1);
    }

    @Test
    void anAccountThatNobodyHasUsedSaysSo() {
        var key = caller.key();
        new Caller(port, "sandbox")
                .post("/sandbox/accounts", "{\"key\": \"%s\"}".formatted(key))
                .expect(201);

        assertThat(account(key)).containsEntry("requests", 0).containsEntry("last_used", null);
    }

    @Test
    void aResetAndARestoreLeaveItAndAForkBeginsAnew() {
        caller.get("/billing/balance").succeeds();
        caller.post("/sandbox/snapshots/before").expect(200);
        caller.post("/sandbox/reset").expect(200);
        caller.post("/sandbox/snapshots/before/restore").expect(200);
        var fork = caller.key() + "-fork";
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(fork)).expect(201);

        assertThat(account(caller.key())).containsEntry("requests", 5);
        assertThat(account(fork)).containsEntry("requests", 0);
    }
}
