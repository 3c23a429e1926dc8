package dev.paystub.stripe;

import static dev.paystub.stripe.StripeCaller.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.idempotency.IdempotencyKeys;
import dev.paystub.idempotency.IdempotencyKeys.Claim;
import dev.paystub.kernel.DomainException;
import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A request with an Idempotency-Key is executed once, however often and from wherever it is
 * repeated.
 */
@ServerTest
@Tag("postgres")
class IdempotencyTests {

    private static final String CREATE = "type=card&card[token]=tok_visa";
    private static final String PAY =
            "amount=500&currency=usd&confirm=true&payment_method=pm_card_visa";
    private static final long FAR = 4_000_000_000_000L;

    @LocalServerPort private int port;
    @Autowired private DataSource dataSource;
    @Autowired private IdempotencyKeys keys;
    @Autowired private AccountDirectory directory;
    @Autowired private AccountTransactions accountTransactions;
    private Caller caller;
    private StripeCaller stripe;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        stripe = StripeCaller.secret(caller);
    }

    private int count(String table) {
        return Books.of(dataSource, caller).rows(table).size();
    }

    private static void isReplay(Reply reply, Reply first) {
        reply.expect(first.status());
        assertThat(reply.body()).isEqualTo(first.body());
        assertThat(reply.headers().firstValue("Content-Type"))
                .isEqualTo(first.headers().firstValue("Content-Type"));
        assertThat(reply.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(reply.headers().firstValue("Request-Id"))
                .isPresent()
                .isNotEqualTo(first.headers().firstValue("Request-Id"));
    }

    @Test
    void firstAnswerIsReplayedByteForByte() {
        var first = stripe.post("/payment_methods", CREATE, "k").expect(200);
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();

        for (var i = 0; i < 3; i++) {
            isReplay(stripe.post("/payment_methods", CREATE, "k"), first);
        }
        assertThat(count("payment_methods")).isEqualTo(1);
        var other = stripe.post("/payment_methods", CREATE, "l").expect(200);
        assertThat(other.<String>at("$.id")).isNotEqualTo(first.at("$.id"));
        var without = stripe.post("/payment_methods", CREATE).expect(200);
        assertThat(without.<String>at("$.id")).isNotEqualTo(first.at("$.id"));
    }

    @Test
    void operationIsTheSameAtTheRoot() {
        var first = stripe.post("/payment_methods", CREATE, "k").expect(200);

        isReplay(stripe.atTheRoot().post("/payment_methods", CREATE, "k"), first);
        assertThat(count("payment_methods")).isEqualTo(1);
        var root = stripe.atTheRoot().post("/payment_methods", CREATE, "l").expect(200);
        isReplay(stripe.post("/payment_methods", CREATE, "l"), root);
    }

    @Test
    void declineIsReplayedToo() {
        var form = PAY.replace("pm_card_visa", "pm_card_chargeDeclined");
        var first = stripe.post("/payment_intents", form, "k").expect(402);

        isReplay(stripe.post("/payment_intents", form, "k"), first);
        assertThat(count("intents")).isEqualTo(1);
    }

    @Test
    void otherRequestWithTheSameKeyIsRefused() {
        stripe.post("/payment_methods", CREATE, "k").expect(200);

        for (var reply :
                List.of(
                        stripe.post("/payment_methods", CREATE + "&metadata[a]=b", "k"),
                        stripe.post("/payment_methods?metadata[a]=b", CREATE, "k"),
                        stripe.post("/setup_intents", "", "k"))) {
            reply.expect(400);
            assertThat(reply.<String>at("$.error.type")).isEqualTo("idempotency_error");
            assertThat(reply.<String>at("$.error.message"))
                    .isEqualTo(
                            "Keys for idempotent requests can only be used with the same parameters"
                                + " they were first used with. Try using a key other than 'k' if"
                                + " you meant to execute a different request.");
        }
        assertThat(count("payment_methods")).isEqualTo(1);
        assertThat(count("intents")).isZero();
    }

    @Test
    void publishableKeyDoesNotSeeWhatASecretOneWasAnswered() {
        stripe.post("/payment_methods", CREATE, "k").expect(200);
        var page = StripeCaller.publishable(caller).post("/payment_methods", CREATE, "k");
        assertThat(page.expect(400).<String>at("$.error.type")).isEqualTo("idempotency_error");
    }

    @Test
    void whatWasNotExecutedLeavesTheKeyFree() {
        stripe.post("/payment_methods", "type=card", "k").expect(400);
        stripe.post("/payment_methods/pm_x/detach", "", "k").expect(404);
        stripe.post("/nonsense", "", "k").expect(404);
        stripe.post("/payment_methods", "x=" + "y".repeat(100_000), "k").expect(413);
        StripeCaller.publishable(caller).post("/setup_intents", "", "k").expect(401);
        new StripeCaller(caller, "sk_test_invalid", StripeCaller.BELOW)
                .post("/setup_intents", "", "k")
                .expect(401);
        String attached =
                stripe.post("/payment_methods/pm_card_visa/attach", "customer=" + CUSTOMER)
                        .expect(200)
                        .at("$.id");
        stripe.post("/payment_methods/" + attached + "/attach", "customer=" + CUSTOMER, "k")
                .expect(400);

        stripe.post("/payment_methods", CREATE, "k").expect(200);
    }

    @Test
    void keyHasAtMost255Characters() {
        var longest = "k".repeat(255);
        var first = stripe.post("/payment_methods", CREATE, longest).expect(200);
        isReplay(stripe.post("/payment_methods", CREATE, longest), first);

        var reply = stripe.post("/payment_methods", CREATE, "k".repeat(256)).expect(400);
        assertThat(reply.<String>at("$.error.type")).isEqualTo("invalid_request_error");
        assertThat(reply.<String>at("$.error.message")).contains("255");
        assertThat(count("payment_methods")).isEqualTo(1);
    }

    @Test
    void readingNeedsNoKey() {
        String id = stripe.post("/payment_methods", CREATE).expect(200).at("$.id");
        for (var path : List.of("/payment_methods/" + id, "/elements/sessions")) {
            var reply = Caller.send(stripe.request(path).header("Idempotency-Key", "k").build());
            reply.expect(200);
            assertThat(reply.headers().firstValue("Idempotent-Replayed")).isEmpty();
        }
        assertThat(claims()).isZero();
    }

    @Test
    void keysOfAnotherAccountAreItsOwn() {
        var first = stripe.post("/payment_methods", CREATE + "&metadata[a]=1", "k").expect(200);
        var other = StripeCaller.secret(Caller.fresh(port));
        var reply = other.post("/payment_methods", CREATE + "&metadata[a]=2", "k").expect(200);
        assertThat(reply.headers().firstValue("Idempotent-Replayed")).isEmpty();
        isReplay(stripe.post("/payment_methods", CREATE + "&metadata[a]=1", "k"), first);
    }

    @Test
    void answerIsKeptForADayOfTheAccountsClock() {
        var first = stripe.post("/payment_methods", CREATE, "k").expect(200);
        caller.advance("PT23H59M59.999S");
        isReplay(stripe.post("/payment_methods", CREATE, "k"), first);

        caller.advance("PT0.001S");
        var later = stripe.post("/payment_methods", CREATE + "&metadata[a]=b", "k").expect(200);
        assertThat(later.<String>at("$.id")).isNotEqualTo(first.at("$.id"));
        assertThat(claims()).isEqualTo(1);
        isReplay(stripe.post("/payment_methods", CREATE + "&metadata[a]=b", "k"), later);
    }

    @Test
    void resetForgetsKeys() {
        stripe.post("/payment_methods", CREATE, "k").expect(200);
        caller.post("/sandbox/reset").expect(200);
        assertThat(claims()).isZero();
        var again = stripe.post("/payment_methods", CREATE, "k").expect(200);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void manyAtOnceDoOneThing() {
        for (var round = 0; round < 5; round++) {
            var key = "round-" + round;
            var replies = AtOnce.run(24, client -> stripe.post("/payment_intents", PAY, key));

            var bodies = new HashSet<String>();
            for (var reply : replies) {
                if (reply.status() == 409) {
                    assertThat(reply.<String>at("$.error.code"))
                            .isEqualTo("idempotency_key_in_use");
                    assertThat(reply.<String>at("$.error.type")).isEqualTo("idempotency_error");
                } else {
                    bodies.add(reply.expect(200).body());
                }
            }
            assertThat(bodies).hasSize(1);
            assertThat(count("intents")).isEqualTo(round + 1);
            isReplay(
                    stripe.post("/payment_intents", PAY, key),
                    replies.stream().filter(reply -> reply.status() == 200).findAny().get());
        }
    }

    @Test
    void requestThatIsRunningElsewhereIsNotRunAgain() {
        stripe.post("/payment_intents", PAY, "k").expect(200);
        asIfRunning(FAR, false);

        var reply = stripe.post("/payment_intents", PAY, "k").expect(409);
        assertThat(reply.<String>at("$.error.code")).isEqualTo("idempotency_key_in_use");
        assertThat(reply.<String>at("$.error.message")).contains("in-progress request");
        assertThat(count("intents")).isEqualTo(1);
    }

    @Test
    void requestWhoseProcessDiedBeforeItTookEffectIsRunAgain() {
        stripe.post("/payment_intents", PAY, "k").expect(200);
        asIfRunning(0, false);

        var reply = stripe.post("/payment_intents", PAY, "k").expect(200);
        assertThat(reply.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(count("intents")).isEqualTo(2);
        isReplay(stripe.post("/payment_intents", PAY, "k"), reply);
    }

    @Test
    void requestWhoseProcessDiedAfterItTookEffectIsNotRunAgain() {
        stripe.post("/payment_intents", PAY, "k").expect(200);
        asIfRunning(0, true);

        var reply = stripe.post("/payment_intents", PAY, "k").expect(500);
        assertThat(reply.<String>at("$.error.type")).isEqualTo("api_error");
        assertThat(reply.<String>at("$.error.message")).contains("took effect");
        assertThat(count("intents")).isEqualTo(1);
    }

    @Test
    void requestMarksItsClaimInItsOwnTransaction() {
        stripe.post("/payment_intents", PAY, "k").expect(200);

        assertThat(
                        jdbc().sql(
                                        "select applied from idempotency_keys where account_id ="
                                                + " (select id from accounts where api_key = :key)")
                                .param("key", caller.key())
                                .query(Boolean.class)
                                .single())
                .isTrue();
    }

    @Test
    void requestWhoseClaimWasTakenOverChangesNothing() throws Exception {
        var changed = new AtomicBoolean();
        directory.as(
                caller.key(),
                () -> {
                    var granted = (Claim.Granted) keys.claim("k", "request");
                    asIfRunning(0, false);
                    assertThat(keys.claim("k", "request")).isInstanceOf(Claim.Granted.class);
                    assertThatThrownBy(() ->
                                    keys.run(
                                            granted,
                                            () ->
                                                    accountTransactions.run(() -> {
                                                        changed.set(true);
                                                        return true;
                                                    })))
                            .isInstanceOf(DomainException.Conflict.class);
                });
        assertThat(changed).isFalse();
    }

    /** Turns the account's only key into that of a request without a response yet. */
    private void asIfRunning(long leaseMillis, boolean applied) {
        jdbc().sql(
                        """
                        update idempotency_keys
                        set status = null, body = null, lease_millis = :lease, applied = :applied
                        where account_id = (select id from accounts where api_key = :key)
                        """)
                .param("lease", leaseMillis)
                .param("applied", applied)
                .param("key", caller.key())
                .update();
    }

    private long claims() {
        return jdbc().sql(
                        """
                        select count(*) from idempotency_keys
                        where account_id = (select id from accounts where api_key = :key)
                        """)
                .param("key", caller.key())
                .query(Long.class)
                .single();
    }

    private JdbcClient jdbc() {
        return JdbcClient.create(dataSource);
    }
}
