package dev.paystub.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.RunningServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The accounts that keys open, in a sandbox with few places. */
class KeyTests {

    private static final int MOST_ACCOUNTS = 6;
    private static final String PURE_GPU = "/billing/balance";
    private static final String CLOUD_PLANS = "/v1/organizations/billing/describe?org_id=1001";
    private static final String SANDBOX = "/sandbox/clock";

    private static RunningServer small;
    private static RunningServer closed;

    @BeforeAll
    static void startServers() {
        small = RunningServer.start(Map.of("PAYSTUB_ACCOUNTS_MAX", String.valueOf(MOST_ACCOUNTS)));
        closed = RunningServer.start(Map.of("PAYSTUB_ACCOUNTS_OPEN", "false"));
    }

    @AfterAll
    static void stopServers() {
        closed.close();
        small.close();
    }

    private static Reply get(RunningServer server, String path, String header, String value) {
        var request = new Caller(server.port(), "").request(path);
        return Caller.send(value == null ? request.build() : request.header(header, value).build());
    }

    private static Reply pureGpu(RunningServer server, String key) {
        return get(server, PURE_GPU, "X-API-Key", key);
    }

    private static Reply cloudPlans(RunningServer server, String key) {
        return get(server, CLOUD_PLANS, "Authorization", key == null ? null : "Bearer " + key);
    }

    private static void isUnauthorized(Reply pureGpu, Reply cloudPlans, String reason) {
        pureGpu.expect(401);
        assertThat(pureGpu.<String>at("$.result")).isEqualTo("error");
        assertThat(pureGpu.<String>at("$.message")).contains(reason);
        assertThat(pureGpu.<Map<String, Object>>at("$")).containsOnlyKeys("result", "message");
        cloudPlans.expect(401);
        assertThat(cloudPlans.<Integer>at("$.status")).isEqualTo(401);
        assertThat(cloudPlans.<String>at("$.response")).contains(reason);
        assertThat(cloudPlans.<Map<String, Object>>at("$")).containsOnlyKeys("status", "response");
    }

    @Test
    void aMissingKeySaysWhatWorks() {
        var other = ", or any other key: each opens a world of its own";
        isUnauthorized(
                pureGpu(small, null),
                cloudPlans(small, null),
                "Unauthorized: no API key was sent. Send ");
        assertThat(pureGpu(small, null).body()).contains("Send X-API-Key: sandbox" + other);
        assertThat(cloudPlans(small, null).body())
                .contains("Send Authorization: Bearer sandbox" + other);
        assertThat(get(small, SANDBOX, "X-API-Key", null).expect(401).body())
                .contains("Send X-API-Key: sandbox or Authorization: Bearer sandbox" + other);
    }

    @Test
    void aKeyInTheHeaderOfAnotherApiIsPointedOut() {
        assertThat(get(small, PURE_GPU, "Authorization", "Bearer mine").expect(401).body())
                .contains("this API does not read it from Authorization. Send X-API-Key: sandbox")
                .doesNotContain("mine");
        assertThat(get(small, CLOUD_PLANS, "X-API-Key", "mine").expect(401).body())
                .contains(
                        "this API does not read it from X-API-Key. Send Authorization: Bearer"
                                + " sandbox");
        assertThat(get(small, CLOUD_PLANS, "Authorization", "Basic mine").expect(401).body())
                .contains("no API key was sent. Send Authorization: Bearer sandbox");
    }

    @Test
    void aClosedSandboxNamesNoKey() {
        assertThat(pureGpu(closed, null).expect(401).body())
                .contains("Send X-API-Key: KEY, with a key of this sandbox")
                .doesNotContain("X-API-Key: sandbox");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "   ",
                "two words",
                "<token>",
                "{key}",
                "~documented",
                "-dash-first",
                "semi;colon",
                "quo\"te",
                "invalid",
                "invalid-anything",
                "invalid.admin"
            })
    void withoutAGoodKeyNothingIsAnswered(String key) {
        isUnauthorized(pureGpu(small, key), cloudPlans(small, key), "");
        get(small, SANDBOX, "X-API-Key", key).expect(401);
        get(small, SANDBOX, "Authorization", key == null ? null : "Bearer " + key).expect(401);
        for (var path : List.of("/billing/nowhere", "/services", "/v1/nowhere")) {
            get(small, path, "X-API-Key", key).expect(401);
        }
    }

    @Test
    void aKeyBeyondAllLengthIsMalformed() {
        var key = "k".repeat(129);
        isUnauthorized(pureGpu(small, key), cloudPlans(small, key), "malformed");
    }

    @Test
    void anExpiredTokenIsSaidToBeExpired() {
        for (var token : List.of("expired", "expired-2024", "expired.viewer")) {
            var reply = cloudPlans(small, token).expect(401);
            assertThat(reply.<String>at("$.response")).contains("expired");
        }
    }

    @Test
    void anotherSchemeThanBearerIsNoToken() {
        for (var value : List.of("Basic c2FuZGJveDo=", "sandbox", "Bearer", "Token sandbox")) {
            get(small, CLOUD_PLANS, "Authorization", value).expect(401);
        }
    }

    @Test
    void aRefusedRequestChangesNothing() {
        var caller = new Caller(small.port(), "sandbox");
        var before = Books.of(small.dataSource(), caller).dump();
        var nobody = new Caller(small.port(), "invalid-key");
        nobody.post("/billing/invoices/funds", "{\"amount\": 10}").expect(401);
        nobody.post("/v1/organizations/billing/update?action=cancelsubscription&org_id=1001")
                .expect(401);
        nobody.post("/sandbox/reset").expect(401);
        assertThat(Books.of(small.dataSource(), caller).dump()).isEqualTo(before);
        assertThat(Books.accountsOf(small.dataSource(), "invalid-key")).isZero();
    }

    @Test
    void theDefaultKeyAndTheDocumentsTokenAreOneAccount() {
        for (var server : List.of(small, closed)) {
            var byKey = new Caller(server.port(), "sandbox");
            var byToken = new Caller(server.port(), "{token}");
            byKey.post("/sandbox/reset").expect(200);
            byToken.post("/billing/invoices/funds", "{\"amount\": 10}")
                    .isExactly("{\"result\": \"success\", \"invoice_id\": 72}");
            byKey.get("/billing/invoices/72").succeeds();
            byKey.post("/v1/organizations/create", "{\"org_name\": \"Seen by both\"}").expect(200);
            assertThat(byToken.get("/v1/organizations/list").expect(200).body())
                    .contains("Seen by both");
            assertThat(byToken.get(SANDBOX).expect(200).status()).isEqualTo(200);
        }
    }

    @Test
    void aClosedSandboxKnowsNoNewKeys() {
        var key = "somebody";
        isUnauthorized(pureGpu(closed, key), cloudPlans(closed, key), "unknown");
        get(closed, SANDBOX, "X-API-Key", key).expect(401);
        isUnauthorized(
                pureGpu(closed, key + ".admin"), cloudPlans(closed, key + ".admin"), "unknown");
        assertThat(Books.accountsOf(closed.dataSource(), key)).isZero();
        pureGpu(closed, "sandbox").succeeds();
        cloudPlans(closed, "sandbox.viewer").expect(200);
    }

    @Test
    void aClosedSandboxMakesNoAccountsByOtherWays() {
        var sandbox = new Caller(closed.port(), "sandbox");
        sandbox.post("/sandbox/fork", "{\"keys\": [\"forked\"]}").expect(403);
        var made = sandbox.post("/sandbox/accounts", "{\"key\": \"made\"}").expect(403);
        assertThat(made.body()).contains("PAYSTUB_ACCOUNTS_OPEN");
        for (var key : List.of("forked", "made")) {
            isUnauthorized(pureGpu(closed, key), cloudPlans(closed, key), "unknown");
            assertThat(Books.accountsOf(closed.dataSource(), key)).isZero();
        }
        sandbox.post("/sandbox/snapshots/kept").expect(200);
    }

    @Test
    void aFullSandboxSaysSoAndServesThoseItKnows() {
        for (var i = 0; i < 5; i++) {
            // so that class loading in the first request does not serialize the clients below
            AtOnce.run(64, client -> pureGpu(small, "sandbox").succeeds());
        }
        // Places are left for all but the default account, in the order of arrival.
        var answers = AtOnce.run(64, client -> pureGpu(small, "new-" + client));
        assertThat(answers.stream().filter(reply -> reply.status() == 200))
                .as("accounts beside the default one")
                .hasSize(MOST_ACCOUNTS - 1);
        assertThat(answers.stream().filter(reply -> reply.status() != 200))
                .allSatisfy(reply -> {
                    reply.expect(429);
                    assertThat(reply.<String>at("$.result")).isEqualTo("error");
                    assertThat(reply.<String>at("$.message"))
                            .contains(
                                    "%d accounts".formatted(MOST_ACCOUNTS), "PAYSTUB_ACCOUNTS_MAX");
                });

        var full = cloudPlans(small, "late").expect(429);
        assertThat(full.<Integer>at("$.status")).isEqualTo(429);
        assertThat(full.<String>at("$.response")).contains("PAYSTUB_ACCOUNTS_MAX");
        assertThat(Books.accountsOf(small.dataSource(), "late")).isZero();

        pureGpu(small, "sandbox").succeeds();
        for (var i = 0; i < answers.size(); i++) {
            pureGpu(small, "new-" + i).expect(answers.get(i).status());
        }
    }
}
