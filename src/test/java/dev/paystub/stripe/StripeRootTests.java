package dev.paystub.stripe;

import static dev.paystub.stripe.StripeCaller.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import dev.paystub.testing.Wire;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Stripe's API at the root, next to Cloud Plans, for clients that take a host but no path. */
@ServerTest
class StripeRootTests {

    private static final String PAYMENT = "amount=500&currency=usd";

    @LocalServerPort private int port;
    private Caller caller;
    private StripeCaller below;
    private StripeCaller root;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        below = StripeCaller.secret(caller);
        root = below.atTheRoot();
    }

    @Test
    void whatIsMadeAtOneAddressIsTheSameAtTheOther() {
        var made =
                List.of(
                        root.post("/payment_methods", "type=card&card[token]=tok_visa"),
                        root.post("/payment_intents", PAYMENT),
                        root.post("/setup_intents", ""),
                        root.post("/customers", "name=Ann"),
                        root.get("/tokens/tok_visa"));
        var paths =
                List.of(
                        "/payment_methods/",
                        "/payment_intents/",
                        "/setup_intents/",
                        "/customers/",
                        "/tokens/");
        for (var i = 0; i < made.size(); i++) {
            var path = paths.get(i) + made.get(i).expect(200).<String>at("$.id");
            assertThat(root.get(path).expect(200).body()).isEqualTo(made.get(i).body());
            assertThat(below.get(path).expect(200).body()).isEqualTo(made.get(i).body());
        }
        assertThat(root.get("/elements/sessions").expect(200).<String>at("$.object"))
                .isEqualTo("elements_session");
        assertThat(root.get("/payment_intents").expect(200).body())
                .isEqualTo(below.get("/payment_intents").expect(200).body());
    }

    @Test
    void cloudPlansGoesFirstAndSaysNoInItsOwnShape() {
        caller.get("/v1/organizations/list").expect(200);
        for (var path :
                List.of(
                        "/v1/organizations",
                        "/v1/organizations/nowhere",
                        "/v1/organizations/billing/a/b/c",
                        "/v1/organizations/payment_intents")) {
            var reply = caller.get(path).expect(404);
            assertThat(reply.<Map<String, Object>>at("$"))
                    .containsOnlyKeys("status", "response")
                    .containsEntry("status", 404);
        }
        assertThat(caller.delete("/v1/organizations/create").expect(405).<Integer>at("$.status"))
                .isEqualTo(405);
        assertThat(
                        new Caller(port, "invalid")
                                .get("/v1/organizations/list")
                                .<Integer>at("$.status"))
                .isEqualTo(401);
        assertThat(caller.get("/v1/organizations/list").headers().firstValue("Request-Id"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1",
                "GET /v1/",
                "GET /v1/nowhere",
                "GET /v1/organization",
                "GET /v1/organizationsx",
                "GET /v1/organizations_x/list",
                "GET /v1/charges/ch_x",
                "GET /v1/customers/search",
                "GET /v1/payment_intents/search",
                "POST /v1/subscriptions",
                "POST /v1/prices",
                "POST /v1/refunds",
                "DELETE /v1/customers/cus_x",
                "PATCH /v1/payment_intents/pi_x",
                "PUT /v1/payment_intents",
                "GET /v1/payment_intents/pi_x/confirm"
            })
    void whateverElseIsAskedIsStripesError(String call) {
        var words = call.split(" ");
        var reply =
                Caller.send(
                        caller.request(words[1])
                                .header("Authorization", "Bearer " + root.key())
                                .method(words[0], BodyPublishers.noBody())
                                .build());
        assertThat(reply.expect(404).<Map<String, Object>>at("$.error"))
                .containsEntry("type", "invalid_request_error")
                .containsEntry(
                        "message",
                        "Unrecognized request URL (%s: %s). Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
                                .formatted(words[0], words[1]));
        assertThat(reply.headers().firstValue("Request-Id").orElseThrow()).startsWith("req_");
    }

    @Test
    void withoutAKeyTheErrorIsStripes() {
        var reply = Caller.send(caller.request("/v1/customers").build()).expect(401);
        assertThat(reply.<String>at("$.error.message"))
                .startsWith("You did not provide an API key");
    }

    @Test
    void pageOfAnyOriginMayCall() {
        var preflight =
                Caller.send(
                        caller.request("/v1/payment_methods")
                                .header("Origin", "https://shop.example")
                                .header("Access-Control-Request-Method", "POST")
                                .header(
                                        "Access-Control-Request-Headers",
                                        "authorization,stripe-version")
                                .method("OPTIONS", BodyPublishers.noBody())
                                .build());
        assertThat(preflight.expect(200).headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://shop.example");
        var reply =
                Caller.send(
                        root.form("/payment_methods", "type=card&card[token]=tok_visa")
                                .header("Origin", "https://shop.example")
                                .header("Stripe-Version", "2026-01-01.x")
                                .build());
        assertThat(reply.expect(200).headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://shop.example");
        assertThat(reply.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("Request-Id");
        assertThat(reply.headers().firstValue("Stripe-Version")).contains("2026-01-01.x");
    }

    @Test
    void requestWithAKeyHappensOnce() {
        var first = root.post("/payment_intents", PAYMENT, "order-1").expect(200);
        var again = root.post("/payment_intents", PAYMENT, "order-1").expect(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(
                        root.post("/payment_intents", PAYMENT + "&description=x", "order-1")
                                .expect(400)
                                .<String>at("$.error.type"))
                .isEqualTo("idempotency_error");
        assertThat(root.get("/payment_intents").<List<Object>>at("$.data")).hasSize(1);
    }

    @Test
    void journalHasTheRequestWithoutItsSecrets() {
        root.post(
                        "/payment_methods",
                        StripeCaller.CARD.formatted("4242424242424242") + "&card[cvc]=987")
                .expect(200);
        var entry =
                caller.get("/sandbox/requests?operation=create")
                        .expect(200)
                        .<List<Map<String, Object>>>at("$.requests")
                        .getFirst();
        assertThat(entry).containsEntry("path", "/v1/payment_methods").containsEntry("status", 200);
        var journal = caller.get("/sandbox/requests");
        assertThat(journal.body()).doesNotContain("4242424242424242", caller.key());
        // of the body alone: an id or a duration may have the digits of the CVC
        assertThat(journal.<List<String>>at("$.requests[?(@.method == 'POST')].request.body"))
                .singleElement()
                .asString()
                .contains("card[number]=***4242", "card[cvc]=***")
                .doesNotContain("987");
    }

    @Test
    void faultsAreAnsweredInStripesShape() {
        caller.post(
                        "/sandbox/faults",
                        """
                        {"method": "POST", "path": "/v1/payment_intents", "status": 503, "times": 1}
                        """)
                .expect(201);
        assertThat(root.post("/payment_intents", PAYMENT).expect(503).<String>at("$.error.type"))
                .isEqualTo("api_error");
        root.post("/payment_intents", PAYMENT).expect(200);
        var preferred =
                Caller.send(
                        root.form("/payment_intents", PAYMENT)
                                .header("Prefer", "code=402")
                                .build());
        assertThat(preferred.expect(402).<String>at("$.error.type")).isEqualTo("card_error");
        for (var server : List.of(root, below)) {
            server.get("/customers?__code=429").expect(429);
            server.get("/customers?__delay=1").expect(200);
            server.post("/payment_intents?__delay=1", PAYMENT).expect(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/payment_methods?customer=cus_Pil9K60xftjZ88&expand[]=data.customer",
                "/stripe/v1/payment_methods?customer=cus_Pil9K60xftjZ88&expand[0]=data.customer",
                "/v1/payment_intents?created[gte]=5&created[lt]=6",
                "/v1/organizations/list?filter[a]=1",
                "/billing/balance?a[]=1&b[c]=2",
                "/livez?a[]=1",
                "/console/?a[]=1",
                "/v3/?a[]=1"
            })
    void rawBracketsInAQueryAreRead(String path) {
        Reply reply = Wire.send(caller, "GET " + path + " HTTP/1.1", "Host: localhost");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    @Test
    void rawBracketsInTheNameOfAnUnknownParameterAreRepeated() {
        Reply reply = Wire.send(caller, "GET /sandbox/requests?a[]=1 HTTP/1.1", "Host: localhost");
        assertThat(reply.expect(400).<String>at("$.detail")).contains("'a[]'");
    }

    @Test
    void rawBracketsMeanWhatEscapedOnesDo() {
        root.post("/payment_methods/pm_card_visa/attach", "customer=" + CUSTOMER).expect(200);
        var list = "/v1/customers/" + CUSTOMER + "/payment_methods?expand";
        var raw = Wire.send(caller, "GET " + list + "[]=data.customer HTTP/1.1", "Host: localhost");
        var escaped = caller.get(list + "%5B%5D=data.customer").expect(200);
        assertThat(raw.expect(200).<String>at("$.data[0].customer.id")).isEqualTo(CUSTOMER);
        assertThat(raw.body()).isEqualTo(escaped.body());
    }
}
