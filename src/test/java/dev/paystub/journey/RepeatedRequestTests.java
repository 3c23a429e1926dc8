package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * {@code Idempotency-Key} on both billing APIs: a client that lost a response can repeat the
 * request.
 */
@ServerTest
@Tag("postgres")
class RepeatedRequestTests {

    @LocalServerPort protected int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    private Reply send(String method, String path, String json, String idempotencyKey) {
        return Caller.send(
                caller.request(path)
                        .header("X-API-Key", caller.key())
                        .header("Authorization", "Bearer " + caller.key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", idempotencyKey)
                        .method(method, BodyPublishers.ofString(json))
                        .build());
    }

    private static boolean isReplayed(Reply reply) {
        return reply.headers().firstValue("Idempotent-Replayed").filter("true"::equals).isPresent();
    }

    private List<Integer> invoices() {
        return caller.get("/billing/invoices").succeeds().at("$.invoices[*].id");
    }

    @Test
    void sameRequestHappensOnceAndIsAnsweredAlike() {
        var first = send("POST", "/billing/invoices/funds", "{\"amount\": 10}", "a");
        var again = send("POST", "/billing/invoices/funds", "{\"amount\": 10}", "a");

        assertThat(again.body()).isEqualTo(first.succeeds().body());
        assertThat(isReplayed(first)).isFalse();
        assertThat(isReplayed(again)).isTrue();
        assertThat(invoices()).hasSize(5).contains(72);
    }

    @Test
    void deletingAndChangingTwiceAnswersSuccessTwice() {
        send("PUT", "/billing/stripe/cards/15/default", "", "p").succeeds();
        assertThat(isReplayed(send("PUT", "/billing/stripe/cards/15/default", "", "p"))).isTrue();
        send("DELETE", "/billing/stripe/cards/15", "", "d").succeeds();
        assertThat(isReplayed(send("DELETE", "/billing/stripe/cards/15", "", "d").succeeds()))
                .isTrue();
        send("DELETE", "/billing/stripe/cards/15", "", "another").isUserError("Invalid Pay Method");
    }

    @Test
    void anotherRequestUnderTheKeyIsRefusedInEachApisShape() {
        send("POST", "/billing/invoices/funds", "{\"amount\": 10}", "a").succeeds();
        send("POST", "/billing/invoices/funds", "{\"amount\": 11}", "a")
                .isUserError("Keys for idempotent requests");
        var organization = "/v1/organizations/create?action=create";
        send("POST", organization, "{\"org_name\": \"One\"}", "o").expect(200);
        assertThat(send("POST", organization, "{\"org_name\": \"Two\"}", "o").expect(400).body())
                .contains("\"status\":400", "Keys for idempotent requests");
        assertThat(invoices()).hasSize(5);
    }

    @Test
    void declineIsKeptAndAMistakeIsNot() {
        var declined = "{\"stripe_payment_method_id\": \"pm_card_visa_chargeDeclined\"}";
        send("POST", "/billing/stripe/cards", declined, "c").isUserError("declined");
        assertThat(isReplayed(send("POST", "/billing/stripe/cards", declined, "c"))).isTrue();
        send("POST", "/billing/invoices/funds", "{}", "m").isUserError("Amount is required");
        send("POST", "/billing/invoices/funds", "{\"amount\": 10}", "m").succeeds();
    }

    @Test
    void keyIsForgottenAfterADayOfTheAccountsClock() {
        send("POST", "/billing/invoices/funds", "{\"amount\": 10}", "a").succeeds();
        caller.advance("PT24H");
        assertThat(isReplayed(send("POST", "/billing/invoices/funds", "{\"amount\": 10}", "a")))
                .isFalse();
        assertThat(invoices()).hasSize(6);
    }

    @Test
    void manyAtOnceHappenOnce() {
        var replies =
                AtOnce.run(
                        12,
                        client -> send("POST", "/billing/invoices/funds", "{\"amount\": 10}", "a"));
        assertThat(replies).extracting(Reply::status).isSubsetOf(200, 409);
        assertThat(replies.stream().filter(reply -> reply.status() == 200).map(Reply::body))
                .isNotEmpty()
                .containsOnly("{\"result\":\"success\",\"invoice_id\":72}");
        assertThat(invoices()).hasSize(5);
    }

    @Test
    void keysOfAccountsAreTheirOwnAndReadsAskForNone() {
        send("POST", "/billing/invoices/funds", "{\"amount\": 10}", "a").succeeds();
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
        assertThat(isReplayed(send("POST", "/billing/invoices/funds", "{\"amount\": 10}", "a")))
                .isFalse();
        send("GET", "/billing/balance", "", "a").succeeds();
    }
}
