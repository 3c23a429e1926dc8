package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Snapshots, forks, and the operator's list of accounts. */
@ServerTest
@Tag("postgres-full")
class WorldJourneyTests {

    private static final List<String> READS =
            List.of(
                    "/billing/stripe/cards",
                    "/billing/balance",
                    "/billing/invoices",
                    "/billing/invoices/72",
                    "/billing/crypto/payments/72",
                    "/services",
                    "/services/13",
                    "/v1/organizations/list",
                    "/v1/organizations/billing/describe?org_id=1002",
                    "/v1/organizations/billing/history?org_id=1001",
                    "/sandbox/clock");

    @LocalServerPort protected int port;
    @Autowired private DataSource dataSource;
    private Caller caller;

    @BeforeEach
    void livelyAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
        caller.post("/billing/stripe/cards", "{\"stripe_payment_method_id\": \"pm_card_amex\"}")
                .succeeds();
        caller.post("/billing/invoices/funds", "{\"amount\": 50}").succeeds();
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"btc\"}")
                .succeeds();
        caller.post(
                        "/billing/orders",
                        """
                        {"pid": 1, "billingcycle": "hourly", "hostname": "h", "os": "", "sshkeys": ""}
                        """)
                .succeeds();
        paymentLink(caller);
    }

    private static String paymentLink(Caller caller) {
        return caller.post(
                        "/v1/organizations/billing/update?action=getpaymentlink&org_id=1002&quantity=4")
                .expect(200)
                .<String>at("$.response")
                .replaceFirst("https?://[^/]+", "");
    }

    private static Map<String, String> answers(Caller caller) {
        var answers = new LinkedHashMap<String, String>();
        for (var read : READS) {
            answers.put(read, caller.get(read).expect(200).body());
        }
        return answers;
    }

    private Map<String, List<String>> rows() {
        return Books.of(dataSource, caller).dump();
    }

    private void live(Caller whose) {
        whose.advance("P40D");
        whose.post("/billing/invoices/funds", "{\"amount\": 7}").succeeds();
        whose.delete("/billing/stripe/cards/15").succeeds();
        whose.post("/sandbox/checkouts/latest/complete");
    }

    private String freshKey() {
        return "world-" + UUID.randomUUID();
    }

    @Test
    void restoreBringsBackEverythingAndMoreThanOnce() {
        var rows = rows();
        var answers = answers(caller);
        caller.post("/sandbox/snapshots/before").expect(200);
        for (var round = 0; round < 2; round++) {
            live(caller);
            assertThat(answers(caller)).isNotEqualTo(answers);
            caller.post("/sandbox/snapshots/before/restore").expect(200);
            assertThat(rows()).isEqualTo(rows);
            assertThat(answers(caller)).isEqualTo(answers);
        }
        caller.post("/sandbox/reset").expect(200);
        caller.post("/sandbox/snapshots/before/restore").expect(200);
        assertThat(rows()).isEqualTo(rows);
    }

    @Test
    void futureOfARestoredAccountIsTheSame() {
        caller.post("/sandbox/snapshots/before").expect(200);
        var first = caller.advance("P2M").body();
        caller.post("/sandbox/snapshots/before/restore").expect(200);
        assertThat(caller.advance("P2M").body()).isEqualTo(first);
    }

    @Test
    void runningClockRunsOnFromWhatItShowed() {
        caller.put("/sandbox/clock", "{\"frozen_time\": null}").expect(200);
        String taken = caller.post("/sandbox/snapshots/running").expect(200).at("$.taken_at");
        caller.advance("P1Y");
        caller.post("/sandbox/snapshots/running/restore").expect(200);

        var clock = caller.get("/sandbox/clock").expect(200);
        assertThat(clock.<String>at("$.frozen_time")).isNull();
        assertThat(clock.<String>at("$.now")).startsWith(taken.substring(0, 10));
    }

    @Test
    void snapshotsHaveNamesAndAreReplacedListedAndForgotten() {
        caller.post("/sandbox/snapshots/b").expect(200);
        caller.post("/sandbox/snapshots/a").expect(200);
        live(caller);
        caller.post("/sandbox/snapshots/a").expect(200);
        var later = answers(caller);
        caller.post("/sandbox/snapshots/b/restore").expect(200);
        caller.post("/sandbox/snapshots/a/restore").expect(200);
        assertThat(answers(caller)).isEqualTo(later);

        assertThat(caller.get("/sandbox/snapshots").<List<String>>at("$.snapshots[*].name"))
                .containsExactly("a", "b");
        caller.delete("/sandbox/snapshots/a").expect(204);
        caller.delete("/sandbox/snapshots/a").expect(404);
        caller.post("/sandbox/snapshots/a/restore").expect(404);
        caller.post("/sandbox/snapshots/no%20name").expect(400);
        Caller.fresh(port).post("/sandbox/snapshots/b/restore").expect(404);
    }

    @Test
    void forkIsLikeItsOriginAndThenALifeOfItsOwn() {
        var keys = List.of(freshKey(), freshKey());
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\", \"%s\"]}".formatted(keys.toArray()))
                .expect(201);
        var answers = answers(caller);
        var first = new Caller(port, keys.getFirst());
        var second = new Caller(port, keys.getLast());
        assertThat(answers(first)).isEqualTo(answers);

        live(first);
        assertThat(answers(caller)).isEqualTo(answers);
        assertThat(answers(second)).isEqualTo(answers);
        live(second);
        assertThat(answers(second)).isEqualTo(answers(first));
        Books.of(dataSource, second).areSound();
    }

    @Test
    void linksOfAForkAreItsOwn() {
        var fork = new Caller(port, freshKey());
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(fork.key())).expect(201);
        String url = fork.get("/sandbox/checkouts/latest").expect(200).at("$.url");
        assertThat(url).isNotEqualTo(caller.get("/sandbox/checkouts/latest").at("$.url"));

        pay(url.replaceFirst("https?://[^/]+", ""));

        assertThat(fork.get("/sandbox/checkouts/latest").<String>at("$.status"))
                .isEqualTo("complete");
        assertThat(caller.get("/sandbox/checkouts/latest").<String>at("$.status"))
                .isEqualTo("open");
    }

    private void pay(String path) {
        Caller.send(
                        caller.request(path)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        BodyPublishers.ofString(
                                                "number=4242424242424242&expiry=12/30&cvc=123"))
                                .build())
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"keys\": []}",
                "{\"keys\": [\"a b\"]}",
                "{\"keys\": [\"invalid-x\"]}",
                "{\"keys\": [\"x.viewer\"]}",
                "{\"keys\": [\"twice\", \"twice\"]}",
                "{\"keys\": [null]}"
            })
    void keysThatCannotBeAreRefused(String body) {
        caller.post("/sandbox/fork", body).expect(400);
    }

    @Test
    void forkMakesAllOrNone() {
        var fresh = freshKey();
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\", \"sandbox\"]}".formatted(fresh))
                .expect(409);
        assertThat(keys()).doesNotContain(fresh);
    }

    @Test
    void oneOfManyForksAtOnceGetsTheKey() {
        var fork = "{\"keys\": [\"%s\"]}".formatted(freshKey());
        var replies = AtOnce.run(8, index -> caller.post("/sandbox/fork", fork));
        assertThat(replies).extracting(Reply::status).containsOnly(201, 409);
        assertThat(replies).extracting(Reply::status).containsOnlyOnce(201);
    }

    @Test
    void forksOfDifferentOriginsAtOnceDoNotCollide() {
        var fork = "{\"keys\": [\"%s\"]}".formatted(freshKey());
        var origins = List.of(caller, Caller.fresh(port), Caller.fresh(port), Caller.fresh(port));
        var replies = AtOnce.run(4, index -> origins.get(index).post("/sandbox/fork", fork));
        assertThat(replies).extracting(Reply::status).containsOnly(201, 409);
        assertThat(replies).extracting(Reply::status).containsOnlyOnce(201);
    }

    private List<String> keys() {
        return send("GET", "/sandbox/accounts", null).expect(200).at("$.accounts[*].key");
    }

    /** Sends a request without a key, as an operator on this machine. */
    private Reply send(String method, String path, String json) {
        var body = json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
        HttpRequest.Builder request = caller.request(path).method(method, body);
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        return Caller.send(request.build());
    }

    @Test
    void operatorListsMakesAndDeletesAccounts() {
        caller.post("/sandbox/snapshots/hidden").expect(200);
        var key = freshKey();
        send("POST", "/sandbox/accounts", "{\"key\": \"%s\"}".formatted(key)).expect(201);
        send("POST", "/sandbox/accounts", "{\"key\": \"%s\"}".formatted(key)).expect(409);
        send("POST", "/sandbox/accounts", "{\"key\": \"~documented\"}").expect(400);
        assertThat(keys())
                .contains("sandbox", caller.key(), key)
                .noneMatch(each -> each.startsWith("~"));

        new Caller(port, key).post("/billing/invoices/funds", "{\"amount\": 7}").succeeds();
        send("DELETE", "/sandbox/accounts/" + key, null).expect(204);
        send("DELETE", "/sandbox/accounts/" + key, null).expect(404);
        send("DELETE", "/sandbox/accounts/sandbox", null).expect(409);
        send("DELETE", "/sandbox/accounts/~documented", null).expect(404);
        assertThat(keys()).doesNotContain(key);
        assertThat(
                        new Caller(port, key)
                                .get("/billing/invoices")
                                .<List<Integer>>at("$.invoices[*].id"))
                .doesNotContain(72);
        send("DELETE", "/sandbox/accounts/" + caller.key(), null).expect(204);
    }

    @Test
    void operatorFromElsewhereIsRefused() {
        var forwarded =
                caller.request("/sandbox/accounts")
                        .header("X-Forwarded-For", "203.0.113.7")
                        .build();
        assertThat(Caller.send(forwarded).expect(403).body()).contains("PAYSTUB_ADMIN_TOKEN");
    }
}
