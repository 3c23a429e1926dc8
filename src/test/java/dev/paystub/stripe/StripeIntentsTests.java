package dev.paystub.stripe;

import static dev.paystub.stripe.StripeCaller.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Intents of Stripe's API: lists, updates, expansion, and return URLs. */
@ServerTest
@Tag("postgres-full")
class StripeIntentsTests {

    private static final String PAYMENT = "amount=2000&currency=usd";
    private static final String PAID = PAYMENT + "&payment_method=pm_card_visa&confirm=true";
    private static final String AUTOMATIC = "automatic_payment_methods[enabled]=true";
    private static final String NEVER =
            AUTOMATIC + "&automatic_payment_methods[allow_redirects]=never";

    @LocalServerPort private int port;
    private Caller caller;
    private StripeCaller stripe;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        stripe = StripeCaller.secret(caller);
    }

    private Reply pay(String form) {
        return stripe.post("/payment_intents", form);
    }

    private static void isError(Reply reply, String code, String param, String message) {
        var error = reply.expect(400).<Map<String, Object>>at("$.error");
        assertThat(error).containsEntry("type", "invalid_request_error");
        assertThat(error.get("code")).isEqualTo(code);
        assertThat(error.get("param")).isEqualTo(param);
        assertThat(error.get("message").toString()).contains(message);
    }

    // ---- Lists

    @ParameterizedTest
    @ValueSource(strings = {"/payment_intents", "/setup_intents"})
    void listsAreNewestFirstAndComeInPages(String path) {
        var form = path.equals("/payment_intents") ? PAYMENT : "";
        var ids =
                IntStream.range(0, 5)
                        .mapToObj(i -> stripe.post(path, form).expect(200).<String>at("$.id"))
                        .toList()
                        .reversed();
        stripe.post(
                path.equals("/payment_intents") ? "/setup_intents" : "/payment_intents", PAYMENT);
        var all = stripe.get(path).expect(200);
        assertThat(all.<List<String>>at("$.data[*].id")).isEqualTo(ids);
        assertThat(all.<String>at("$.object")).isEqualTo("list");
        assertThat(all.<String>at("$.url")).isEqualTo("/v1" + path);
        assertThat(all.<Boolean>at("$.has_more")).isFalse();
        assertThat(all.<Object>at("$.data[0]"))
                .isEqualTo(stripe.get(path + "/" + ids.get(0)).at("$"));
        var next = stripe.get(path + "?limit=2&starting_after=" + ids.get(1)).expect(200);
        assertThat(next.<List<String>>at("$.data[*].id")).isEqualTo(ids.subList(2, 4));
        assertThat(next.<Boolean>at("$.has_more")).isTrue();
        var back = stripe.get(path + "?limit=2&ending_before=" + ids.get(3)).expect(200);
        assertThat(back.<List<String>>at("$.data[*].id")).isEqualTo(ids.subList(1, 3));
        assertThat(back.<Boolean>at("$.has_more")).isTrue();
        caller.advance("PT1S");
        assertThat(stripe.get(path + "?created[gt]=1717946623").<List<Object>>at("$.data"))
                .isEmpty();
    }

    @Test
    void listsAreFiltered() {
        var paid = pay(PAID + "&customer=" + CUSTOMER).expect(200);
        pay(PAYMENT).expect(200);
        assertThat(
                        stripe.get("/payment_intents?customer=" + CUSTOMER)
                                .expect(200)
                                .<List<String>>at("$.data[*].id"))
                .containsExactly(paid.<String>at("$.id"));
        var setup =
                stripe.post("/setup_intents", "payment_method=pm_card_visa&confirm=true")
                        .expect(200);
        stripe.post("/setup_intents", "").expect(200);
        assertThat(
                        stripe.get("/setup_intents?payment_method=" + setup.at("$.payment_method"))
                                .expect(200)
                                .<List<String>>at("$.data[*].id"))
                .containsExactly(setup.<String>at("$.id"));
        isError(
                stripe.get("/payment_intents?customer=cus_x"),
                "resource_missing",
                "customer",
                "No such customer: 'cus_x'");
        isError(
                stripe.get("/setup_intents?payment_method=pm_x"),
                "resource_missing",
                "payment_method",
                "No such PaymentMethod: 'pm_x'");
        isError(
                stripe.get("/payment_intents?starting_after=" + setup.at("$.id")),
                "resource_missing",
                "starting_after",
                "No such payment_intent");
    }

    // ---- Updates

    @Test
    void updateChangesWhatItNames() {
        var made =
                pay(PAYMENT
                                + "&description=One&metadata[a]=1&metadata[b]=2&setup_future_usage=on_session")
                        .expect(200);
        String id = made.at("$.id");
        var path = "/payment_intents/" + id;
        assertThat(stripe.post(path, "").expect(200).body()).isEqualTo(made.body());
        var updated =
                stripe.post(
                                path,
                                "amount=2500&currency=eur&metadata[a]=&metadata[c]=3&description="
                                    + "&receipt_email=ann@example.com&setup_future_usage="
                                    + "&capture_method=manual&payment_method=pm_card_visa&customer="
                                        + CUSTOMER)
                        .expect(200);
        assertThat(updated.<Map<String, Object>>at("$"))
                .containsEntry("amount", 2500)
                .containsEntry("currency", "eur")
                .containsEntry("customer", CUSTOMER)
                .containsEntry("description", null)
                .containsEntry("receipt_email", "ann@example.com")
                .containsEntry("setup_future_usage", null)
                .containsEntry("capture_method", "manual")
                .containsEntry("status", "requires_confirmation")
                .containsEntry("metadata", Map.of("b", "2", "c", "3"));
        assertThat(stripe.get(path).body()).isEqualTo(updated.body());
        var confirmed = stripe.post(path + "/confirm", "").expect(200);
        assertThat(confirmed.<Integer>at("$.amount_capturable")).isEqualTo(2500);

        String setup = stripe.post("/setup_intents", "").expect(200).at("$.id");
        var changed =
                stripe.post(
                                "/setup_intents/" + setup,
                                "description=Later&metadata[a]=1&payment_method=pm_card_visa")
                        .expect(200);
        assertThat(changed.<String>at("$.status")).isEqualTo("requires_confirmation");
        assertThat(changed.<String>at("$.description")).isEqualTo("Later");
        assertThat(changed.<String>at("$.usage")).isEqualTo("off_session");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount=49|amount_too_small|amount|at least",
                "amount=|parameter_invalid_empty|amount|cannot be unset",
                "amount=1e3|parameter_invalid_integer|amount|Invalid integer",
                "currency=zzz||currency|Invalid currency",
                "customer=cus_x|resource_missing|customer|No such customer",
                "customer=|parameter_invalid_empty|customer|cannot be unset",
                "payment_method=pm_x|resource_missing|payment_method|No such PaymentMethod",
                "payment_method=|parameter_invalid_empty|payment_method|cannot be unset",
                "confirm=true|parameter_unknown|confirm|unknown parameter",
                "off_session=true|parameter_unknown|off_session|unknown parameter",
                "return_url=https://a.example|parameter_unknown|return_url|unknown parameter",
                "automatic_payment_methods[enabled]=true|parameter_unknown"
                        + "|automatic_payment_methods|unknown parameter",
                "payment_method_types[]=sepa_debit||payment_method_types|cards only",
                "setup_future_usage=never||setup_future_usage|must be one of",
                "metadata[k][j]=v||metadata|must be strings",
                "expand[]=charges||expand|cannot be expanded"
            })
    void wrongUpdatesAreNamedAndChangeNothing(
            String form, String code, String param, String message) {
        var made = pay(PAYMENT).expect(200);
        var path = "/payment_intents/" + made.at("$.id");
        isError(stripe.post(path, "metadata[x]=1&" + form), code, param, message);
        assertThat(stripe.get(path).body()).isEqualTo(made.body());
    }

    @Test
    void whatHasComeToItsEndKeepsAllButItsNotes() {
        for (var form :
                List.of("amount=2500", "payment_method=pm_card_amex", "customer=" + CUSTOMER)) {
            var param = form.substring(0, form.indexOf('='));
            var paid = pay(PAID).expect(200);
            var path = "/payment_intents/" + paid.at("$.id");
            isError(
                    stripe.post(path, form),
                    "payment_intent_unexpected_state",
                    param,
                    "This PaymentIntent's %s could not be updated because it has a status of succeeded. You may only update the %s of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action."
                            .formatted(param, param));
            assertThat(stripe.get(path).body()).isEqualTo(paid.body());
            var noted = stripe.post(path, "metadata[k]=v&description=Done").expect(200);
            assertThat(noted.<String>at("$.metadata.k")).isEqualTo("v");
            assertThat(noted.<String>at("$.description")).isEqualTo("Done");
            assertThat(noted.<Integer>at("$.amount_received")).isEqualTo(2000);
        }
        var held = pay(PAID + "&capture_method=manual").expect(200);
        isError(
                stripe.post("/payment_intents/" + held.at("$.id"), "amount=99000"),
                "payment_intent_unexpected_state",
                "amount",
                "requires_capture");
    }

    @Test
    void holderWhoAgreedToOneAmountHasNotAgreedToAnother() {
        var form = PAYMENT + "&confirm=true&payment_method=" + stripe.card("4000000000003220");
        for (var change : List.of("amount=900000", "currency=eur", "payment_method=pm_card_amex")) {
            var waiting =
                    pay(form.replaceFirst("pm_.*", stripe.card("4000000000003220"))).expect(200);
            assertThat(waiting.<String>at("$.status")).isEqualTo("requires_action");
            var path = "/payment_intents/" + waiting.at("$.id");
            var changed = stripe.post(path, change).expect(200);
            assertThat(changed.<String>at("$.status")).isEqualTo("requires_confirmation");
            assertThat(changed.<Object>at("$.next_action")).isNull();
            stripe.authenticate(waiting.at("$.client_secret"), "complete").expect(400);
            assertThat(stripe.get(path).<Integer>at("$.amount_received")).isZero();
        }
        var waiting = pay(form.replaceFirst("pm_.*", stripe.card("4000000000003220"))).expect(200);
        var path = "/payment_intents/" + waiting.at("$.id");
        stripe.post(path, "amount=2000&metadata[k]=v").expect(200);
        stripe.authenticate(waiting.at("$.client_secret"), "complete").expect(200);
        assertThat(stripe.get(path).<Integer>at("$.amount_received")).isEqualTo(2000);
    }

    @Test
    void customerOfAnIntentStays() {
        String ann = stripe.post("/customers", "name=Ann").expect(200).at("$.id");
        String id = pay(PAYMENT + "&customer=" + ann).expect(200).at("$.id");
        stripe.post("/payment_intents/" + id, "customer=" + ann).expect(200);
        isError(
                stripe.post("/payment_intents/" + id, "customer=" + CUSTOMER),
                null,
                "customer",
                "You cannot modify `customer` on a PaymentIntent once it already has been set.");
        String hers =
                stripe.post("/payment_methods/pm_card_visa/attach", "customer=" + ann)
                        .expect(200)
                        .at("$.id");
        String other = pay(PAYMENT).expect(200).at("$.id");
        isError(
                stripe.post(
                        "/payment_intents/" + other,
                        "customer=" + CUSTOMER + "&payment_method=" + hers),
                "resource_missing",
                "payment_method",
                "The customer does not have a payment method with the ID " + hers);
        assertThat(stripe.get("/payment_intents/" + other).<String>at("$.customer")).isNull();
    }

    // ---- Expansions

    @Test
    void latestChargeHasEveryField() {
        var method =
                stripe.post(
                                "/payment_methods",
                                StripeCaller.CARD.formatted("5555555555554444")
                                        + "&card[cvc]=123&billing_details[name]=Ann")
                        .expect(200);
        var paid =
                pay(PAYMENT
                                + "&confirm=true&description=Six&metadata[k]=v&expand[]=latest_charge"
                                + "&customer="
                                + CUSTOMER
                                + "&payment_method="
                                + method.at("$.id"))
                        .expect(200);
        String id = paid.at("$.latest_charge.id");
        assertThat(id).matches("ch_[A-Za-z0-9]{24}");
        var charge = paid.<Map<String, Object>>at("$.latest_charge");
        assertThat(charge)
                .containsEntry("object", "charge")
                .containsEntry("amount", 2000)
                .containsEntry("amount_captured", 2000)
                .containsEntry("amount_refunded", 0)
                .containsEntry("captured", true)
                .containsEntry("created", 1_717_946_623)
                .containsEntry("currency", "usd")
                .containsEntry("customer", CUSTOMER)
                .containsEntry("description", "Six")
                .containsEntry("metadata", Map.of("k", "v"))
                .containsEntry("paid", true)
                .containsEntry("refunded", false)
                .containsEntry("payment_intent", paid.at("$.id"))
                .containsEntry("payment_method", method.at("$.id"))
                .containsEntry("status", "succeeded")
                .containsEntry("balance_transaction", null);
        assertThat(paid.<String>at("$.latest_charge.billing_details.name")).isEqualTo("Ann");
        assertThat(paid.<String>at("$.latest_charge.payment_method_details.type"))
                .isEqualTo("card");
        assertThat(paid.<String>at("$.latest_charge.payment_method_details.card.brand"))
                .isEqualTo("mastercard");
        assertThat(paid.<String>at("$.latest_charge.outcome.type")).isEqualTo("authorized");
        var plain = stripe.get("/payment_intents/" + paid.at("$.id"));
        assertThat(plain.<String>at("$.latest_charge")).isEqualTo(id);
        assertThat(
                        pay(PAYMENT + "&expand[]=latest_charge")
                                .expect(200)
                                .<Object>at("$.latest_charge"))
                .isNull();
    }

    @Test
    void chargeFollowsItsIntent() {
        var held = pay(PAID + "&capture_method=manual&expand[]=latest_charge").expect(200);
        assertThat(held.<Boolean>at("$.latest_charge.captured")).isFalse();
        assertThat(held.<Integer>at("$.latest_charge.amount_captured")).isZero();
        caller.advance("P1D");
        var path = "/payment_intents/" + held.at("$.id");
        var taken =
                stripe.post(path + "/capture", "amount_to_capture=1500&expand[]=latest_charge")
                        .expect(200);
        assertThat(taken.<Map<String, Object>>at("$.latest_charge"))
                .containsEntry("captured", true)
                .containsEntry("amount_captured", 1500)
                .containsEntry("amount_refunded", 500)
                .containsEntry("created", 1_717_946_623);
        var given = pay(PAID + "&capture_method=manual").expect(200);
        var back =
                stripe.post(
                                "/payment_intents/" + given.at("$.id") + "/cancel",
                                "expand[]=latest_charge")
                        .expect(200);
        assertThat(back.<Map<String, Object>>at("$.latest_charge"))
                .containsEntry("refunded", true)
                .containsEntry("amount_refunded", 2000)
                .containsEntry("amount_captured", 0);
    }

    @Test
    void expansionsNest() {
        pay(PAID + "&setup_future_usage=off_session&customer=" + CUSTOMER).expect(200);
        var list =
                stripe.get(
                                "/payment_intents?expand[]=data.latest_charge.customer"
                                        + "&expand[]=data.payment_method.customer"
                                        + "&expand[]=data.latest_charge.payment_intent"
                                        + "&expand[]=data.latest_charge.balance_transaction")
                        .expect(200);
        assertThat(list.<String>at("$.data[0].latest_charge.customer.object"))
                .isEqualTo("customer");
        assertThat(list.<String>at("$.data[0].payment_method.customer.id")).isEqualTo(CUSTOMER);
        assertThat(list.<String>at("$.data[0].latest_charge.payment_intent.object"))
                .isEqualTo("payment_intent");
        assertThat(list.<String>at("$.data[0].customer")).isEqualTo(CUSTOMER);
        var setup =
                stripe.post(
                                "/setup_intents",
                                "confirm=true&payment_method=pm_card_visa&expand[]=customer"
                                        + "&expand[]=payment_method&customer="
                                        + CUSTOMER)
                        .expect(200);
        assertThat(setup.<String>at("$.payment_method.object")).isEqualTo("payment_method");
        assertThat(setup.<String>at("$.customer.object")).isEqualTo("customer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/payment_intents/%s|charges|This property cannot be expanded (charges).",
                "/payment_intents/%s|latest_charge.refunds|(latest_charge.refunds)",
                "/payment_intents/%s|latest_charge.|(latest_charge.)",
                "/payment_intents/%s|.|(.)",
                "/payment_intents/%s|customer.subscriptions|(customer.subscriptions)",
                "/payment_intents/%s|data.customer|(data.customer)",
                "/payment_intents|customer|You may want to try expanding 'data.customer' instead.",
                "/payment_intents|data|(data)",
                "/payment_intents/%s|latest_charge.payment_intent.latest_charge.payment_intent.customer|You"
                    + " cannot expand more than 4 levels of a property."
            })
    void whatIsNotThereCannotBeExpanded(String path, String expand, String message) {
        String id = pay(PAID).expect(200).at("$.id");
        isError(stripe.get(path.formatted(id) + "?expand[]=" + expand), null, "expand", message);
    }

    @Test
    void pageSeesNothingOfTheCustomerByExpanding() {
        String ann = stripe.post("/customers", "name=Ann&email=ann@example.com").at("$.id");
        var intent =
                pay(PAYMENT
                                + "&payment_method=pm_card_visa&setup_future_usage=off_session&customer="
                                + ann)
                        .expect(200);
        var page = StripeCaller.publishable(caller);
        var paid =
                page.post(
                                "/payment_intents/" + intent.at("$.id") + "/confirm",
                                "expand[]=customer&expand[]=payment_method.customer"
                                        + "&expand[]=latest_charge.customer&client_secret="
                                        + intent.at("$.client_secret"))
                        .expect(200);
        assertThat(paid.<String>at("$.status")).isEqualTo("succeeded");
        assertThat(paid.<String>at("$.payment_method.object")).isEqualTo("payment_method");
        assertThat(paid.body()).doesNotContain("ann@example.com", "ch_", "fingerprint");
    }

    // ---- Return URLs

    @Test
    void redirectsAreKeptAsTheyWereAskedFor() {
        for (var path : List.of("/payment_intents", "/setup_intents")) {
            var form = path.equals("/payment_intents") ? PAYMENT + "&" : "";
            assertThat(automatic(stripe.post(path, form + NEVER)))
                    .isEqualTo(Map.of("enabled", true, "allow_redirects", "never"));
            assertThat(automatic(stripe.post(path, form + AUTOMATIC)))
                    .isEqualTo(Map.of("enabled", true, "allow_redirects", "always"));
            var off = form + "automatic_payment_methods[enabled]=false";
            assertThat(automatic(stripe.post(path, off))).isNull();
            isError(
                    stripe.post(path, form + "automatic_payment_methods[allow_redirects]=never"),
                    "parameter_missing",
                    "automatic_payment_methods[enabled]",
                    "Missing required param");
            isError(
                    stripe.post(path, form + NEVER.replace("never", "sometimes")),
                    null,
                    "automatic_payment_methods[allow_redirects]",
                    "must be one of always or never");
        }
    }

    private static Map<String, Object> automatic(Reply reply) {
        return reply.expect(200).at("$.automatic_payment_methods");
    }

    @ParameterizedTest
    @CsvSource({"/payment_intents, PaymentIntent", "/setup_intents, SetupIntent"})
    void confirmingWhatMayRedirectWantsAReturnUrl(String path, String type) {
        var form = path.equals("/payment_intents") ? PAYMENT + "&" : "";
        var message =
                "This %s is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents."
                        .formatted(type);
        var confirming = "&confirm=true&payment_method=pm_card_visa";
        isError(stripe.post(path, form + AUTOMATIC + confirming), null, null, message);
        assertThat(stripe.get(path).<List<Object>>at("$.data")).isEmpty();

        String id = stripe.post(path, form + AUTOMATIC).expect(200).at("$.id");
        var confirm = path + "/" + id + "/confirm";
        isError(stripe.post(confirm, "payment_method=pm_card_visa"), null, null, message);
        assertThat(stripe.get(path + "/" + id).<String>at("$.status"))
                .isEqualTo("requires_payment_method");
        var back = "&return_url=https://shop.example/back";
        succeeds(stripe.post(confirm, "payment_method=pm_card_visa" + back));
        succeeds(stripe.post(path, form + AUTOMATIC + confirming + back));
        succeeds(stripe.post(path, form + NEVER + confirming));
        succeeds(stripe.post(path, form + "payment_method_types[]=card" + confirming));
    }

    private static void succeeds(Reply reply) {
        assertThat(reply.expect(200).<String>at("$.status")).isEqualTo("succeeded");
    }

    @Test
    void scriptOfAPageStaysOnItsPageWithACard() {
        var intent = pay(PAYMENT + "&" + AUTOMATIC).expect(200);
        var confirm = "/payment_intents/" + intent.at("$.id") + "/confirm";
        var form = "payment_method=pm_card_visa&client_secret=" + intent.at("$.client_secret");
        var page = StripeCaller.publishable(caller);
        isError(page.post(confirm, form), null, null, "you must provide a `return_url`");
        isError(
                stripe.post(confirm, "payment_method=pm_card_visa&use_stripe_sdk=true"),
                null,
                null,
                "you must provide a `return_url`");
        succeeds(page.post(confirm, form + "&use_stripe_sdk=true"));
    }
}
