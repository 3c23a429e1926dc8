package dev.paystub.stripe;

import static dev.paystub.stripe.StripeCaller.CARD;
import static dev.paystub.stripe.StripeCaller.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.stripe.card.TestCards;
import dev.paystub.stripe.card.TestCards.TestCard;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Stripe's API on the wire: shapes, every test card, keys, and hostile input. */
@ServerTest
@Tag("postgres-full")
class StripeApiTests {

    @LocalServerPort private int port;
    private Caller caller;
    private StripeCaller secret;
    private StripeCaller publishable;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        secret = StripeCaller.secret(caller);
        publishable = StripeCaller.publishable(caller);
    }

    // ---- Shapes

    @Test
    void paymentMethodHasEveryField() {
        var reply =
                secret.post(
                        "/payment_methods",
                        CARD.formatted("4242424242424242")
                                + "&card[cvc]=123&billing_details[address][postal_code]=10001"
                                + "&billing_details[name]=Ann Lee&metadata[k]=v");
        String id = reply.expect(200).at("$.id");
        String fingerprint = reply.at("$.card.fingerprint");
        reply.isExactly(
                """
                {"id": "%s", "object": "payment_method", "allow_redisplay": "unspecified",
                 "billing_details": {"address": {"city": null, "country": null, "line1": null,
                    "line2": null, "postal_code": "10001", "state": null},
                    "email": null, "name": "Ann Lee", "phone": null, "tax_id": null},
                 "card": {"brand": "visa", "checks": {"address_line1_check": null,
                    "address_postal_code_check": "unchecked", "cvc_check": "unchecked"},
                    "country": "US", "display_brand": "visa", "exp_month": 8, "exp_year": 2030,
                    "fingerprint": "%s", "funding": "credit", "generated_from": null,
                    "last4": "4242", "networks": {"available": ["visa"], "preferred": null},
                    "regulated_status": "unregulated", "three_d_secure_usage": {"supported": true},
                    "wallet": null},
                 "created": 1717946623, "customer": null, "livemode": false,
                 "metadata": {"k": "v"}, "type": "card"}
                """
                        .formatted(id, fingerprint));
        assertThat(fingerprint).matches("[A-Za-z0-9]{16}");
        var same = secret.card("4242424242424242");
        assertThat(secret.get("/payment_methods/" + same).<String>at("$.card.fingerprint"))
                .isEqualTo(fingerprint);
        var attached =
                secret.post("/payment_methods/" + id + "/attach", "customer=" + CUSTOMER)
                        .expect(200);
        assertThat(attached.<Map<String, String>>at("$.card.checks"))
                .containsEntry("cvc_check", "pass")
                .containsEntry("address_postal_code_check", "pass");
        for (var expand : List.of("expand[]=customer", "expand[0]=customer")) {
            assertThat(
                            secret.get("/payment_methods/" + id + "?" + expand)
                                    .expect(200)
                                    .<String>at("$.customer.object"))
                    .isEqualTo("customer");
        }
    }

    @Test
    void setupIntentHasEveryField() {
        var reply = secret.post("/setup_intents", "metadata[k]=v&description=A card").expect(200);
        String id = reply.at("$.id");
        String clientSecret = reply.at("$.client_secret");
        assertThat(id).matches("seti_[A-Za-z0-9]{24}");
        assertThat(clientSecret).matches(id + "_secret_[A-Za-z0-9]{40}");
        reply.isExactly(
                """
                {"id": "%s", "object": "setup_intent", "application": null,
                 "automatic_payment_methods": null, "cancellation_reason": null,
                 "client_secret": "%s", "created": 1717946623, "customer": null,
                 "description": "A card", "flow_directions": null, "last_setup_error": null,
                 "latest_attempt": null, "livemode": false, "mandate": null,
                 "metadata": {"k": "v"}, "next_action": null, "on_behalf_of": null,
                 "payment_method": null, "payment_method_configuration_details": null,
                 "payment_method_options": {"card": {"mandate_options": null, "network": null,
                    "request_three_d_secure": "automatic"}},
                 "payment_method_types": ["card"], "single_use_mandate": null,
                 "status": "requires_payment_method", "usage": "off_session"}
                """
                        .formatted(id, clientSecret));
        publishable
                .get("/setup_intents/" + id + "?client_secret=" + clientSecret)
                .isExactly(
                        """
                        {"id": "%s", "object": "setup_intent", "automatic_payment_methods": null,
                         "cancellation_reason": null, "client_secret": "%s", "created": 1717946623,
                         "description": "A card", "last_setup_error": null, "livemode": false,
                         "next_action": null, "payment_method": null,
                         "payment_method_types": ["card"], "status": "requires_payment_method",
                         "usage": "off_session"}
                        """
                                .formatted(id, clientSecret));
    }

    @Test
    void tokenBecomesOnePaymentMethod() {
        var token =
                publishable.post(
                        "/tokens",
                        CARD.formatted("378282246310005").replace("type=card&", "")
                                + "&card[cvc]=1234&card[name]=Ann Lee&card[address_zip]=10001");
        String id = token.expect(200).at("$.id");
        assertThat(token.<String>at("$.object")).isEqualTo("token");
        assertThat(token.<String>at("$.card.brand")).isEqualTo("American Express");
        assertThat(token.<String>at("$.card.last4")).isEqualTo("0005");
        assertThat(token.<Boolean>at("$.used")).isFalse();

        var made = secret.post("/payment_methods", "type=card&card[token]=" + id).expect(200);
        assertThat(made.<String>at("$.card.brand")).isEqualTo("amex");
        assertThat(made.<String>at("$.billing_details.name")).isEqualTo("Ann Lee");
        assertThat(made.<String>at("$.billing_details.address.postal_code")).isEqualTo("10001");
        assertThat(secret.get("/tokens/" + id).<Boolean>at("$.used")).isTrue();
        isError(
                secret.post("/payment_methods", "type=card&card[token]=" + id),
                400,
                "token_already_used",
                "You cannot use a Stripe token more than once: " + id + ".");
        var declining = secret.post("/payment_methods", "type=card&card[token]=tok_chargeDeclined");
        assertThat(declining.expect(200).<String>at("$.card.last4")).isEqualTo("0002");
        isError(
                secret.post("/payment_methods", "type=card&card[token]=tok_nonesuch"),
                400,
                "resource_missing",
                "No such token: 'tok_nonesuch'");
    }

    @Test
    void browsersScriptLearnsTheAccountsTime() {
        publishable
                .get("/elements/sessions")
                .expect(200)
                .isExactly(
                        """
                        {"object": "elements_session", "livemode": false, "now": 1717946623}
                        """);
    }

    @Test
    void customerIsTheOneOfTheAccount() {
        var customer = secret.get("/customers/" + CUSTOMER).expect(200);
        assertThat(customer.<String>at("$.id")).isEqualTo(CUSTOMER);
        assertThat(customer.<String>at("$.object")).isEqualTo("customer");
        isError(
                secret.get("/customers/cus_x"),
                404,
                "resource_missing",
                "No such customer: 'cus_x'");
        isError(
                secret.post("/payment_methods/pm_card_visa/attach", "customer=cus_x"),
                400,
                "resource_missing",
                "No such customer: 'cus_x'");
    }

    @Test
    void virtualIdStandsForANewPaymentMethodEachTime() {
        var first = secret.get("/payment_methods/pm_card_jcb").expect(200);
        var second = secret.get("/payment_methods/pm_card_jcb").expect(200);

        assertThat(first.<String>at("$.id"))
                .matches("pm_[A-Za-z0-9]{24}")
                .isNotEqualTo(second.at("$.id"));
        assertThat(first.<String>at("$.card.brand")).isEqualTo("jcb");
        assertThat(first.<String>at("$.card.country")).isEqualTo("JP");
        isError(
                secret.get("/payment_methods/pm_card_nonesuch"),
                404,
                "resource_missing",
                "No such PaymentMethod: 'pm_card_nonesuch'");
    }

    @Test
    void pagesOfAListFollowOneAnother() {
        var ids =
                Stream.of("pm_card_visa", "pm_card_amex", "pm_card_jcb")
                        .map(id ->
                                secret.post(
                                                "/payment_methods/" + id + "/attach",
                                                "customer=" + CUSTOMER)
                                        .expect(200)
                                        .<String>at("$.id"))
                        .toList()
                        .reversed();
        var list = "/payment_methods?type=card&limit=2&customer=" + CUSTOMER;
        var page = secret.get(list).expect(200);
        assertThat(page.<List<String>>at("$.data[*].id")).isEqualTo(ids.subList(0, 2));
        assertThat(page.<Boolean>at("$.has_more")).isTrue();
        assertThat(page.<String>at("$.object")).isEqualTo("list");
        assertThat(page.<String>at("$.url")).isEqualTo("/v1/payment_methods");
        var next = secret.get(list + "&starting_after=" + ids.get(1)).expect(200);
        assertThat(next.<List<String>>at("$.data[*].id")).containsExactly(ids.get(2));
        assertThat(next.<Boolean>at("$.has_more")).isFalse();
        var back = secret.get(list + "&ending_before=" + ids.get(2)).expect(200);
        assertThat(back.<List<String>>at("$.data[*].id")).isEqualTo(ids.subList(0, 2));
        isError(
                secret.get(list + "&starting_after=pm_x"),
                400,
                "resource_missing",
                "No such PaymentMethod: 'pm_x'");
    }

    @Test
    void hostedPageTellsStripeWhoseCardItIs() {
        String link =
                caller.post(
                                "/v1/organizations/billing/update?action=getpaymentlink&org_id=1002&quantity=9")
                        .expect(200)
                        .at("$.response");
        var form =
                "number=4242424242424242&expiry=12/30&cvc=123&name=Ann%01Lee&country=Atlantis&postalCode="
                        + "9".repeat(10_000);
        Caller.send(
                        caller.request(link.replaceFirst("https?://[^/]+", ""))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form))
                                .build())
                .expect(200);

        var cards = secret.get("/payment_methods?customer=" + CUSTOMER).expect(200);
        assertThat(cards.<List<String>>at("$.data[*].card.last4")).containsExactly("4242");
        assertThat(cards.<String>at("$.data[0].billing_details.name")).isEqualTo("Ann Lee");
        assertThat(cards.<String>at("$.data[0].billing_details.address.country")).isNull();
        assertThat(cards.<String>at("$.data[0].billing_details.address.postal_code")).hasSize(400);
    }

    // ---- Every test card

    static List<TestCard> cards() {
        return TestCards.all();
    }

    @ParameterizedTest
    @MethodSource("cards")
    void everyCardSetsUpAsItsTableSays(TestCard card) {
        var method = secret.card(card.number());
        var reply =
                secret.post(
                        "/setup_intents",
                        "confirm=true&customer=" + CUSTOMER + "&payment_method=" + method);
        if (card.onSetup() != null) {
            isDecline(reply, card.onSetup(), "setup_intent");
            return;
        }
        if (card.authentication() == TestCards.Authentication.NEVER) {
            assertThat(reply.expect(200).<String>at("$.status")).isEqualTo("succeeded");
        } else {
            assertThat(reply.expect(200).<String>at("$.status")).isEqualTo("requires_action");
            var after = secret.authenticate(reply.at("$.client_secret"), "complete").expect(200);
            assertThat(after.<String>at("$.status"))
                    .isEqualTo(card.onCharge() == null ? "succeeded" : "requires_payment_method");
            if (card.onCharge() != null) {
                assertThat(after.<String>at("$.last_setup_error.code"))
                        .isEqualTo(card.onCharge().code());
                return;
            }
        }
        var kept = secret.get("/payment_methods/" + method);
        assertThat(kept.<String>at("$.customer")).isEqualTo(CUSTOMER);
        assertThat(kept.<String>at("$.card.brand")).isEqualTo(card.brand());
        assertThat(kept.<String>at("$.card.last4")).isEqualTo(card.last4());
    }

    @ParameterizedTest
    @MethodSource("cards")
    void everyCardPaysAsItsTableSays(TestCard card) {
        var reply =
                secret.post(
                        "/payment_intents",
                        "amount=500&currency=usd&confirm=true&payment_method="
                                + secret.card(card.number()));
        if (card.authentication() != TestCards.Authentication.NEVER) {
            assertThat(reply.expect(200).<String>at("$.status")).isEqualTo("requires_action");
            reply = secret.authenticate(reply.at("$.client_secret"), "complete").expect(200);
            assertThat(reply.<String>at("$.status"))
                    .isEqualTo(card.onCharge() == null ? "succeeded" : "requires_payment_method");
        } else if (card.onCharge() != null) {
            isDecline(reply, card.onCharge(), "payment_intent");
        } else {
            assertThat(reply.expect(200).<String>at("$.status")).isEqualTo("succeeded");
        }
    }

    private static void isDecline(Reply reply, Decline decline, String object) {
        isError(reply, 402, decline.code(), decline.message());
        var error = reply.<Map<String, Object>>at("$.error");
        assertThat(error.get("type")).isEqualTo("card_error");
        assertThat(error.get("decline_code")).isEqualTo(decline.declineCode());
        assertThat(reply.<String>at("$.error.%s.status".formatted(object)))
                .isEqualTo("requires_payment_method");
        assertThat(reply.<String>at("$.error.payment_method.object")).isEqualTo("payment_method");
    }

    @Test
    void securityCodeThatWasNotGivenIsNotIncorrect() {
        String method =
                secret.post("/payment_methods", CARD.formatted("4000000000000127"))
                        .expect(200)
                        .at("$.id");
        assertThat(
                        secret.post(
                                        "/payment_methods/" + method + "/attach",
                                        "customer=" + CUSTOMER)
                                .expect(200)
                                .<Map<String, String>>at("$.card.checks"))
                .containsEntry("cvc_check", null);
    }

    @Test
    void cardThatExpiredMeanwhileIsDeclined() {
        var method = secret.card("4242424242424242");
        caller.advanceTo("2029-01-01T00:00:00Z");
        caller.advanceTo("2030-09-01T00:00:00Z");
        isError(
                secret.post(
                        "/payment_intents",
                        "amount=500&currency=usd&confirm=true&payment_method=" + method),
                402,
                "expired_card",
                "Your card has expired.");
    }

    // ---- Errors

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=card&card[number]=4242424242424241&card[exp_month]=1&card[exp_year]=2030"
                        + "|402|incorrect_number|card[number]",
                "type=card&card[number]=42x&card[exp_month]=1&card[exp_year]=2030"
                        + "|402|invalid_number|card[number]",
                "type=card&card[number]=4242424242424242&card[exp_month]=13&card[exp_year]=2030"
                        + "|402|invalid_expiry_month|card[exp_month]",
                "type=card&card[number]=4242424242424242&card[exp_month]=5&card[exp_year]=2024"
                        + "|402|invalid_expiry_month|card[exp_month]",
                "type=card&card[number]=4242424242424242&card[exp_month]=5&card[exp_year]=2023"
                        + "|402|invalid_expiry_year|card[exp_year]",
                "type=card&card[number]=4242424242424242&card[exp_month]=5&card[exp_year]=9999"
                        + "|402|invalid_expiry_year|card[exp_year]",
                "type=card&card[number]=4242424242424242&card[exp_month]=5&card[exp_year]=30"
                        + "&card[cvc]=12|402|invalid_cvc|card[cvc]",
                "type=card&card[number]=4242424242424242&card[exp_month]=x&card[exp_year]=2030"
                        + "|400|parameter_invalid_integer|card[exp_month]",
                "type=card&card[number]=4242424242424242&card[exp_year]=2030"
                        + "|400|parameter_missing|card[exp_month]",
                "type=card|400|parameter_missing|card",
                "card[number]=4242424242424242|400|parameter_missing|type",
                "type=|400|parameter_invalid_empty|type",
                "type=card&card=4242424242424242|400||card",
                "type[a]=card|400||type",
                "type=sepa_debit|400||type",
                "type=card&card[token]=tok_visa&metadata[a][b]=c|400||metadata",
                "type=card&card[token]=tok_visa&metadata=x|400||metadata",
                "type=card&card[token]=tok_visa&foo=1|400|parameter_unknown|foo",
                "type=card&card[token]=tok_visa&card[foo]=1|400|parameter_unknown|card[foo]",
                "type=card&card[token]=tok_visa&billing_details[address][foo]=1"
                        + "|400|parameter_unknown|billing_details[address][foo]",
                "type=card&card[token]=tok_visa&billing_details[email]=nobody"
                        + "|400|email_invalid|billing_details[email]",
                "type=card&card[token]=tok_visa&billing_details[address][country]=XX"
                        + "|400|country_unsupported|billing_details[address][country]",
                "type=card&card[token]=tok_visa&expand[]=foo|400||expand"
            })
    void wrongParametersAreNamed(String form, int status, String code, String param) {
        var reply = secret.post("/payment_methods", form).expect(status);
        var error = reply.<Map<String, Object>>at("$.error");
        assertThat(error.get("code")).as(reply.body()).isEqualTo(code);
        assertThat(error.get("param")).as(reply.body()).isEqualTo(param);
        assertThat(error.get("type"))
                .isEqualTo(status == 402 ? "card_error" : "invalid_request_error");
        if (code != null) {
            assertThat(error.get("doc_url"))
                    .isEqualTo("https://stripe.com/docs/error-codes/" + code.replace('_', '-'));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount=500|parameter_missing|currency",
                "currency=usd|parameter_missing|amount",
                "amount=5.5&currency=usd|parameter_invalid_integer|amount",
                "amount=-500&currency=usd|parameter_invalid_integer|amount",
                "amount=99999999999999999999&currency=usd|parameter_invalid_integer|amount",
                "amount=49&currency=usd|amount_too_small|amount",
                "amount=100000000&currency=usd|amount_too_large|amount",
                "amount=500&currency=zzz||currency",
                "amount=500&currency=usd&return_url=https://a.example||return_url",
                "amount=500&currency=usd&confirm=true&return_url=javascript:alert(1)"
                        + "|url_invalid|return_url",
                "amount=500&currency=usd&confirm=maybe||confirm",
                "amount=500&currency=usd&payment_method_types[]=sepa_debit||payment_method_types",
                "amount=500&currency=usd&customer=cus_x|resource_missing|customer",
                "amount=500&currency=usd&payment_method=pm_x|resource_missing|payment_method",
                "amount=500&currency=usd&confirm=true|payment_intent_unexpected_state|"
            })
    void wrongPaymentsAreNamed(String form, String code, String param) {
        var reply = secret.post("/payment_intents", form).expect(400);
        var error = reply.<Map<String, Object>>at("$.error");
        assertThat(error.get("code")).as(reply.body()).isEqualTo(code);
        assertThat(error.get("param")).as(reply.body()).isEqualTo(param);
    }

    @Test
    void otherAddressesAndMethodsAreUnrecognized() {
        for (var path :
                List.of(
                        "/foo",
                        "/charges",
                        "/payment_methods/pm_x/foo",
                        "/",
                        "/foo/organizations")) {
            for (var server : List.of(secret, secret.atTheRoot())) {
                isError(
                        server.get(path),
                        404,
                        null,
                        "Unrecognized request URL (GET: /v1%s). Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
                                .formatted(path));
            }
        }
        var wrong =
                Caller.send(
                        secret.request("/payment_methods/pm_x")
                                .method("PATCH", BodyPublishers.noBody())
                                .build());
        isError(
                wrong,
                404,
                null,
                "Unrecognized request URL (PATCH: /v1/payment_methods/pm_x). Please see"
                    + " https://stripe.com/docs or we can help at https://support.stripe.com/.");
    }

    @Test
    void oneIntentIsNotTheOtherKind() {
        String setup = secret.post("/setup_intents", "").expect(200).at("$.id");
        isError(
                secret.get("/payment_intents/" + setup),
                404,
                "resource_missing",
                "No such payment_intent: '%s'".formatted(setup));
        isError(
                secret.get("/setup_intents/seti_x"),
                404,
                "resource_missing",
                "No such setupintent: 'seti_x'");
    }

    @Test
    void attachedCardPaysOnlyForItsCustomer() {
        String method =
                secret.post("/payment_methods/pm_card_visa/attach", "customer=" + CUSTOMER)
                        .expect(200)
                        .at("$.id");
        var payment = "amount=500&currency=usd&confirm=true&payment_method=" + method;
        assertThat(
                        secret.post("/payment_intents", payment)
                                .expect(400)
                                .<String>at("$.error.message"))
                .contains("belongs to the Customer");
        assertThat(
                        secret.post("/payment_intents", payment + "&customer=" + CUSTOMER)
                                .expect(200)
                                .<String>at("$.status"))
                .isEqualTo("succeeded");
        isError(
                secret.post("/payment_methods/" + method + "/attach", "customer=" + CUSTOMER),
                400,
                "resource_already_exists",
                "The payment method you provided has already been attached to a customer.");
    }

    @Test
    void cardThatPaidWithoutACustomerIsUsedUp() {
        var method = secret.card("4242424242424242");
        var payment = "amount=500&currency=usd&confirm=true&payment_method=" + method;
        secret.post("/payment_intents", payment).expect(200);
        assertThat(
                        secret.post("/payment_intents", payment)
                                .expect(400)
                                .<String>at("$.error.message"))
                .startsWith("This PaymentMethod was previously used without being attached");
    }

    // ---- Hostile input

    static Stream<String> oddForms() {
        return Stream.of(
                "%zz=1",
                "type=%",
                "type=%4",
                "type=%FF%FE",
                "type=card%00",
                "type=card&card[number]=4242%000",
                "[type]=card",
                "type[=card",
                "type]=card",
                "type[[a]]=card",
                "card[a][b][c][d][e][f]=1",
                "card[][number]=1",
                "type=card&type[a]=b",
                "type[]=card",
                "card[number][]=1&type=card",
                "=",
                "&&&&a",
                "x".repeat(30_000) + "=1",
                "x" + "[a]".repeat(15_000) + "=1",
                "x" + "[]".repeat(15_000) + "=1",
                "x" + "[".repeat(30_000) + "=1",
                "x[a]b=1",
                "x[a]]=1",
                "x[a[b]]=1",
                "card[" + "x".repeat(30_000) + "]=1",
                "type=card&".repeat(1500),
                "metadata[" + "k".repeat(41) + "]=v&type=card&card[token]=tok_visa",
                "metadata[k]=" + "v".repeat(501) + "&type=card&card[token]=tok_visa",
                "type=card&card[token]=tok_visa&billing_details[name]=" + "n".repeat(5001),
                "type=card&card[number]="
                        + "4".repeat(4000)
                        + "&card[exp_month]=1&card[exp_year]=30");
    }

    @ParameterizedTest
    @MethodSource("oddForms")
    void oddFormsAreRefusedInStripesShape(String form) {
        var reply = secret.post("/payment_methods", form);
        assertThat(reply.status()).as(reply.body()).isIn(400, 402);
        assertThat(reply.<String>at("$.error.type")).isIn("invalid_request_error", "card_error");
        assertThat(reply.<String>at("$.error.message").length()).isBetween(5, 600);
        assertThat(reply.body().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("exception", "java", "spring", "sql");
        assertThat(reply.headers().firstValue("Request-Id")).isPresent();
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        var body = "type=card&x=".getBytes(StandardCharsets.UTF_8);
        var bytes = java.util.Arrays.copyOf(body, body.length + 1);
        bytes[body.length] = (byte) 0xE9;
        var reply =
                Caller.send(
                        secret.request("/payment_methods")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofByteArray(bytes))
                                .build());
        isError(reply, 400, null, "Invalid UTF-8 in the request's parameters");
    }

    @Test
    void hugeFormsAreRefusedInStripesShape() {
        var huge = "type=card&x=" + "y".repeat(200_000);
        for (var reply :
                List.of(
                        secret.post("/payment_methods", huge),
                        publishable.post("/tokens", huge),
                        Caller.send(secret.authentication("x", huge).build()))) {
            reply.expect(413);
            assertThat(reply.<String>at("$.error.type")).isEqualTo("invalid_request_error");
        }
    }

    @Test
    void otherBodiesThanFormsAreRefused() {
        for (var type : List.of("application/json", "multipart/form-data; boundary=x")) {
            var reply =
                    Caller.send(
                            secret.request("/payment_methods")
                                    .header("Content-Type", type)
                                    .POST(BodyPublishers.ofString("{\"type\": \"card\"}"))
                                    .build());
            assertThat(reply.expect(400).<String>at("$.error.message"))
                    .contains("application/x-www-form-urlencoded");
        }
    }

    @Test
    void lastOfEqualNamesCounts() {
        var reply = secret.post("/payment_methods", "type=x&type=card&card[token]=tok_visa");
        assertThat(reply.expect(200).<String>at("$.type")).isEqualTo("card");
    }

    @Test
    void textIsKeptAsItWasSent() {
        var name = "<b>Zoë</b> \uD83D\uDE00 \"x\" & y";
        var encoded = java.net.URLEncoder.encode(name, StandardCharsets.UTF_8);
        var reply =
                secret.post(
                        "/payment_methods",
                        "type=card&card[token]=tok_visa&billing_details[name]=" + encoded);
        assertThat(reply.expect(200).<String>at("$.billing_details.name")).isEqualTo(name);
    }

    // ---- Keys

    @Test
    void keysComeInSeveralFormsAndOpenOneAccount() {
        var method = secret.card("4242424242424242");
        var path = "/stripe/v1/payment_methods/" + method;
        for (var key :
                List.of("sk_test_" + caller.key(), "rk_test_" + caller.key(), caller.key())) {
            var basic =
                    Base64.getEncoder()
                            .encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
            for (var authorization : List.of("Bearer " + key, "Basic " + basic)) {
                Caller.send(caller.request(path).header("Authorization", authorization).build())
                        .expect(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer sk_test_invalid",
                "Bearer sk_live_51abc",
                "Bearer pk_live_51abc",
                "Bearer sk_test_",
                "Basic %%%",
                "Basic Og==",
                "Digest x"
            })
    void withoutAGoodKeyNothingIsAnswered(String authorization) {
        var request = caller.request("/stripe/v1/customers/" + CUSTOMER);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        var reply = Caller.send(request.build()).expect(401);
        assertThat(reply.<String>at("$.error.type")).isEqualTo("invalid_request_error");
        assertThat(reply.<String>at("$.error.message")).containsIgnoringCase("API key");
        assertThat(reply.headers().firstValue("Request-Id").orElseThrow())
                .matches("req_[A-Za-z0-9]{14}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /payment_methods/pm_card_visa",
                "GET /payment_methods?customer=cus_Pil9K60xftjZ88",
                "POST /payment_methods/pm_card_visa",
                "POST /payment_methods/pm_card_visa/attach",
                "POST /payment_methods/pm_card_visa/detach",
                "GET /customers",
                "POST /customers",
                "GET /customers/cus_Pil9K60xftjZ88",
                "GET /customers/cus_Pil9K60xftjZ88/payment_methods",
                "GET /customers/cus_Pil9K60xftjZ88/payment_methods/pm_x",
                "GET /setup_intents",
                "GET /payment_intents",
                "POST /setup_intents/seti_x",
                "POST /payment_intents/pi_x",
                "GET /charges/ch_x",
                "POST /setup_intents",
                "POST /payment_intents",
                "POST /setup_intents/seti_x/cancel",
                "POST /payment_intents/pi_x/capture"
            })
    void publishableKeyMayNotDoWhatAServerDoes(String call) {
        var words = call.split(" ");
        for (var page : List.of(publishable, publishable.atTheRoot())) {
            var reply = words[0].equals("GET") ? page.get(words[1]) : page.post(words[1], "");
            isError(
                    reply,
                    401,
                    "secret_key_required",
                    "This API call cannot be made with a publishable API key. Please use a secret"
                            + " API key. You can find a list of your API keys at"
                            + " https://dashboard.stripe.com/account/apikeys.");
        }
    }

    @Test
    void publishableKeySeesLessOfACard() {
        var reply =
                publishable.post("/payment_methods", "type=card&card[token]=tok_visa").expect(200);
        assertThat(reply.<Map<String, Object>>at("$")).doesNotContainKey("metadata");
        assertThat(reply.<Map<String, Object>>at("$.card")).doesNotContainKey("fingerprint");
    }

    @Test
    void publishableKeyNeedsTheClientSecret() {
        var intent =
                secret.post("/payment_intents", "amount=500&currency=usd&customer=" + CUSTOMER)
                        .expect(200);
        String id = intent.at("$.id");
        String clientSecret = intent.at("$.client_secret");
        var path = "/payment_intents/" + id;
        isError(
                publishable.get(path),
                400,
                "parameter_missing",
                "Missing required param: client_secret.");
        for (var wrong : List.of(clientSecret + "x", "x", id)) {
            isError(
                    publishable.get(path + "?client_secret=" + wrong),
                    400,
                    "payment_intent_invalid_parameter",
                    "The client_secret provided does not match the client_secret associated with"
                            + " the PaymentIntent.");
            publishable
                    .post(path + "/confirm", "payment_method=pm_card_visa&client_secret=" + wrong)
                    .expect(400);
        }
        isError(
                publishable.post(
                        path + "/confirm",
                        "payment_method=pm_card_visa&off_session=true&client_secret="
                                + clientSecret),
                400,
                "parameter_unknown",
                "Received unknown parameter: off_session");
        var paid =
                publishable.post(
                        path + "/confirm",
                        "payment_method_data[type]=card&payment_method_data[card][token]=tok_visa&client_secret="
                                + clientSecret);
        assertThat(paid.expect(200).<String>at("$.status")).isEqualTo("succeeded");
        assertThat(paid.<Map<String, Object>>at("$")).doesNotContainKeys("customer", "metadata");
    }

    @Test
    void nothingOfOneAccountIsAnothers() {
        var method = secret.card("4242424242424242");
        var intent = secret.post("/setup_intents", "").expect(200);
        String token = secret.get("/tokens/tok_visa").expect(200).at("$.id");
        var other = StripeCaller.secret(Caller.fresh(port));

        other.get("/payment_methods/" + method).expect(404);
        other.post("/payment_methods/" + method + "/attach", "customer=" + CUSTOMER).expect(404);
        other.get("/tokens/" + token).expect(404);
        other.get("/setup_intents/" + intent.at("$.id")).expect(404);
        other.post("/payment_methods", "type=card&card[token]=" + token).expect(400);
        other.post("/setup_intents", "confirm=true&payment_method=" + method).expect(400);
        assertThat(
                        other.get("/payment_methods?customer=" + CUSTOMER)
                                .expect(200)
                                .<List<Object>>at("$.data"))
                .isEmpty();
    }

    @Test
    void resetForgetsEverythingOfStripe() {
        var method = secret.card("4242424242424242");
        String intent = secret.post("/setup_intents", "").expect(200).at("$.id");
        caller.post("/sandbox/reset").expect(200);
        secret.get("/payment_methods/" + method).expect(404);
        secret.get("/setup_intents/" + intent).expect(404);
    }

    // ---- Web pages

    @Test
    void authenticationIsTakenFromOurOwnPagesOnly() {
        String clientSecret =
                secret.post(
                                "/setup_intents",
                                "confirm=true&payment_method=pm_card_authenticationRequired")
                        .expect(200)
                        .at("$.client_secret");
        var elsewhere =
                Caller.send(
                        secret.authentication(clientSecret, "complete")
                                .header("Sec-Fetch-Site", "cross-site")
                                .build());
        elsewhere.expect(403);
        Caller.send(
                        secret.authentication(clientSecret, "complete")
                                .header("Origin", "https://shop.example")
                                .build())
                .expect(403);
        for (var wrong : List.of(clientSecret + "x", "x", "seti_x_secret_y")) {
            secret.authenticate(wrong, "complete").expect(404);
        }
        secret.authenticate(clientSecret, "perhaps").expect(400);
        var ours =
                Caller.send(
                        secret.authentication(clientSecret, "complete")
                                .header("Sec-Fetch-Site", "same-origin")
                                .build());
        assertThat(ours.expect(200).<String>at("$.status")).isEqualTo("succeeded");
        isError(
                secret.authenticate(clientSecret, "complete"),
                400,
                "setup_intent_unexpected_state",
                "This SetupIntent waits for no authentication: it has a status of succeeded.");
    }

    @Test
    void anyWebPageMayCall() {
        var headers =
                List.of(
                        "authorization",
                        "content-type",
                        "idempotency-key",
                        "stripe-version",
                        "stripe-account",
                        "x-stripe-client-user-agent");
        var preflight =
                Caller.send(
                        caller.request("/stripe/v1/payment_methods")
                                .method("OPTIONS", BodyPublishers.noBody())
                                .header("Origin", "https://shop.example")
                                .header("Access-Control-Request-Method", "POST")
                                .header("Access-Control-Request-Headers", String.join(",", headers))
                                .build());
        preflight.expect(200);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://shop.example");
        assertThat(
                        preflight
                                .headers()
                                .firstValue("Access-Control-Allow-Headers")
                                .orElseThrow()
                                .toLowerCase(java.util.Locale.ROOT)
                                .split(",\\s*"))
                .containsAll(headers);
        var call =
                Caller.send(
                        publishable
                                .form("/tokens", "foo=1")
                                .header("Origin", "https://shop.example")
                                .header("Stripe-Version", "2026-06-24.endive")
                                .build());
        call.expect(400);
        assertThat(call.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://shop.example");
        assertThat(call.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("Request-Id");
        assertThat(call.headers().firstValue("Stripe-Version")).contains("2026-06-24.endive");
    }

    private static void isError(Reply reply, int status, String code, String message) {
        reply.expect(status);
        var error = reply.<Map<String, Object>>at("$.error");
        assertThat(error.get("message")).isEqualTo(message);
        assertThat(error.get("code")).isEqualTo(code);
    }
}
