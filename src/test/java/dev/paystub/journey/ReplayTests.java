package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Equal calls after a reset give byte-identical responses. */
@ServerTest
class ReplayTests {

    private static final String INSTANT = "2024-06-09T15:23:43.444Z";

    @LocalServerPort private int port;

    @Test
    void twoFreshAccountsAnswerTheSameSaveLinks() {
        var one = new Script(Caller.frozenAt(port, INSTANT)).play();
        var other = new Script(Caller.frozenAt(port, INSTANT)).play();

        assertSame(withoutLinks(one), withoutLinks(other));
        assertThat(one).as("links are each account's own").isNotEqualTo(other);
    }

    @Test
    void resetAccountAnswersTheSameToTheByte() {
        var caller = Caller.frozenAt(port, INSTANT);
        var before = new Script(caller).play();

        caller.post("/sandbox/reset", "{\"frozen_time\": \"%s\"}".formatted(INSTANT)).expect(200);

        assertSame(new Script(caller).play(), before);
    }

    @Test
    void resetForgetsWhatWasInBetween() {
        var caller = Caller.frozenAt(port, INSTANT);
        var before = new Script(caller).play();

        caller.post("/sandbox/reset").expect(200);
        caller.post("/billing/invoices/funds", "{\"amount\": 77}").succeeds();
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"xmr\"}")
                .succeeds();
        caller.advance("P1M");
        caller.post("/sandbox/reset", "{\"frozen_time\": \"%s\"}".formatted(INSTANT)).expect(200);

        assertSame(new Script(caller).play(), before);
    }

    private static List<String> withoutLinks(List<String> replies) {
        return replies.stream()
                .map(reply -> reply.replaceAll("(cs_test_|bps_)[0-9A-Za-z]{58}", "$1…"))
                .toList();
    }

    /** Compares response by response, so that a failure shows the first difference. */
    private static void assertSame(List<String> replies, List<String> others) {
        for (var i = 0; i < Math.min(replies.size(), others.size()); i++) {
            assertThat(replies.get(i)).isEqualTo(others.get(i));
        }
        assertThat(replies).hasSameSizeAs(others);
    }

    /** A long day with both APIs; records every response. */
    private static final class Script {

        private final Caller caller;
        private final Customer customer;
        private final List<String> replies = new ArrayList<>();

        Script(Caller caller) {
            this.caller = caller;
            this.customer = Customer.of(caller);
        }

        List<String> play() {
            cards();
            money();
            services();
            subscriptions();
            call("POST", "/sandbox/clock/advance", "{\"by\": \"P2M\"}");
            customer.everything().forEach((path, body) -> replies.add(path + " " + body));
            return replies;
        }

        private void cards() {
            for (var card : List.of("pm_card_amex", "pm_1OtherJsIdOfTheBrowser", "pm_card_visa")) {
                addCard(card);
            }
            addCard("pm_card_amex");
            addCard("pm_card_chargeDeclined");
            call("PUT", "/billing/stripe/cards/17/default", null);
            call("DELETE", "/billing/stripe/cards/15", null);
            call("GET", "/billing/stripe/cards", null);
        }

        private void addCard(String paymentMethod) {
            call(
                    "POST",
                    "/billing/stripe/cards",
                    "{\"stripe_payment_method_id\": \"%s\"}".formatted(paymentMethod));
        }

        private void money() {
            call("POST", "/billing/invoices/funds", "{\"amount\": 10}");
            call("POST", "/billing/invoices/funds", "{\"amount\": 0}");
            call("POST", "/billing/invoices/funds", "{\"amount\": 500.25}");
            for (var currency : List.of("BTC", "eth", "xrp", "xmr", "trx", "ada", "sol", "none")) {
                pay(34, currency, "common");
            }
            for (var walk : List.of("partially_paid", "failed", "expired", "luck", "success")) {
                pay(73, "btc", walk);
            }
            call("POST", "/sandbox/clock/advance", "{\"by\": \"PT11S\"}");
            call("GET", "/billing/crypto/payments/73", null);
            call("GET", "/billing/invoices/73", null);
            call("GET", "/billing/balance", null);
        }

        private void pay(int invoice, String currency, String walk) {
            call(
                    "POST",
                    "/billing/crypto/payments",
                    "{\"invoice_id\": %d, \"currency\": \"%s\", \"case\": \"%s\"}"
                            .formatted(invoice, currency, walk));
        }

        private void services() {
            for (var product : List.of(1, 3, 12, 99)) {
                order(product, "hourly");
                order(product, "monthly");
            }
            call("GET", "/services", null);
            call("POST", "/sandbox/clock/advance", "{\"to\": \"%s\"}".formatted(inTwoDays()));
            call("GET", "/services/13", null);
        }

        private String inTwoDays() {
            var now = caller.get("/sandbox/clock").<String>at("$.now");
            return now.replace("-09T", "-11T");
        }

        private void order(int product, String cycle) {
            call(
                    "POST",
                    "/billing/orders",
                    """
                    {"pid": %d, "billingcycle": "%s", "hostname": "h%d", "os": "", "sshkeys": ""}
                    """
                            .formatted(product, cycle, product));
        }

        private void subscriptions() {
            call("POST", "/v1/organizations/create?org_name=Replay", null);
            var link = link("getpaymentlink", "{\"org_id\": \"1003\", \"quantity\": 10}");
            keep("GET page", customer.open(link));
            keep("declined", customer.submit(link, "4000000000000002"));
            var challenge = customer.submit(link, "4000002500003155");
            keep("challenge", challenge);
            keep("failed", customer.answerChallenge(challenge, "fail"));
            keep("completed", customer.answerChallenge(challenge, "complete"));
            keep("again", customer.submit(link, "4242424242424242"));
            call("PUT", "/sandbox/organizations/1003/resources", "{\"resources\": 9}");
            update("updatesubscription", "{\"org_id\": \"1003\", \"quantity\": 5}");
            update("updatesubscription", "{\"org_id\": \"1003\", \"quantity\": 120}");
            var portal = link("getupdatecardlink", "{\"org_id\": \"1003\"}");
            keep(
                    "portal",
                    customer.submitForm(
                            portal,
                            Map.of(
                                    "number", "4000000000000341",
                                    "expiry", "1/31",
                                    "cvc", "123")));
            call("POST", "/sandbox/clock/advance", "{\"by\": \"P10D\"}");
            update("cancelsubscription", "{\"org_id\": \"1003\"}");
            update("cancelsubscription", "{\"org_id\": \"1002\"}");
            link("getpaymentlink", "{\"org_id\": \"1002\", \"quantity\": 100}");
            call("GET", "/v1/organizations/billing/history?org_id=1003", null);
        }

        private Reply update(String action, String body) {
            return call("POST", "/v1/organizations/billing/update?action=" + action, body);
        }

        private String link(String action, String body) {
            return update(action, body).expect(200).at("$.response");
        }

        private Reply call(String method, String path, String json) {
            return keep(method + " " + path, caller.send(method, path, json));
        }

        private Reply keep(String what, Reply reply) {
            replies.add("%s: %d %s".formatted(what, reply.status(), reply.body()));
            assertThat(reply.status()).as(replies.getLast()).isLessThan(500);
            return reply;
        }
    }
}
