package dev.paystub.stripe;

import static dev.paystub.stripe.StripeCaller.CUSTOMER;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Customers of Stripe's API and their payment methods. */
@ServerTest
@Tag("postgres-full")
class StripeCustomersTests {

    /** The account's time: 2024-06-09T15:23:43.444Z. */
    private static final long NOW = 1_717_946_623;

    @LocalServerPort private int port;
    @Autowired private DataSource dataSource;
    private Caller caller;
    private StripeCaller stripe;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        stripe = StripeCaller.secret(caller);
    }

    private String create(String form) {
        return stripe.post("/customers", form).expect(200).at("$.id");
    }

    private String attach(String customer) {
        return stripe.post("/payment_methods/pm_card_visa/attach", "customer=" + customer)
                .expect(200)
                .at("$.id");
    }

    private List<String> ids(String list) {
        return stripe.get(list).expect(200).at("$.data[*].id");
    }

    private static void isError(Reply reply, int status, String code, String param) {
        assertThat(reply.expect(status).<Map<String, Object>>at("$.error"))
                .as(reply.body())
                .containsEntry("type", "invalid_request_error")
                .containsEntry("param", param);
        if (code != null) {
            assertThat(reply.<String>at("$.error.code")).isEqualTo(code);
        }
    }

    @Test
    void customerHasEveryField() {
        var made =
                stripe.post(
                                "/customers",
                                "name=Ann Lee&email=ann@example.com&phone=555&description=First"
                                        + "&address[line1]=1 Main St&address[postal_code]=10001"
                                        + "&address[country]=us&metadata[plan]=gold")
                        .expect(200);
        String id = made.at("$.id");
        assertThat(id).matches("cus_[A-Za-z0-9]{14}");
        var expected =
                """
                {"id": "%s", "object": "customer",
                 "address": {"city": null, "country": "US", "line1": "1 Main St", "line2": null,
                    "postal_code": "10001", "state": null},
                 "balance": 0, "created": 1717946623, "currency": null, "default_source": null,
                 "delinquent": false, "description": "First", "discount": null,
                 "email": "ann@example.com",
                 "invoice_settings": {"custom_fields": null, "default_payment_method": null,
                    "footer": null, "rendering_options": null},
                 "livemode": false, "metadata": {"plan": "gold"}, "name": "Ann Lee",
                 "phone": "555", "preferred_locales": [], "shipping": null, "tax_exempt": "none",
                 "test_clock": null}
                """
                        .formatted(id);
        made.isExactly(expected);
        stripe.get("/customers/" + id).expect(200).isExactly(expected);
        assertThat(stripe.post("/customers", "").expect(200).<Object>at("$.address")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "email=nobody|email_invalid|email",
                "address[country]=XX|country_unsupported|address[country]",
                "address=here||address",
                "name[first]=Ann||name",
                "plan=gold|parameter_unknown|plan",
                "address[planet]=Earth|parameter_unknown|address[planet]",
                "payment_method=pm_x|resource_missing|payment_method",
                "invoice_settings[default_payment_method]=pm_x"
                        + "|resource_missing|invoice_settings[default_payment_method]",
                "expand[]=subscriptions||expand",
                "expand[]=invoice_settings||expand"
            })
    void wrongParametersAreNamedAndMakeNoCustomer(String form, String code, String param) {
        var reply = stripe.post("/customers", form);
        isError(reply, reply.status() == 404 ? 404 : 400, code, param);
        assertThat(Books.of(dataSource, caller).rows("customers")).isEmpty();
    }

    @Test
    void cardThatComesWithACustomerIsTheCustomers() {
        var made =
                stripe.post(
                                "/customers",
                                "payment_method=pm_card_amex"
                                        + "&invoice_settings[default_payment_method]=pm_card_amex"
                                        + "&expand[]=invoice_settings.default_payment_method")
                        .expect(200);
        String id = made.at("$.id");
        String method = made.at("$.invoice_settings.default_payment_method.id");
        assertThat(made.<String>at("$.invoice_settings.default_payment_method.customer"))
                .isEqualTo(id);
        assertThat(ids("/customers/" + id + "/payment_methods")).containsExactly(method);

        stripe.post("/payment_methods/" + method + "/detach", "").expect(200);
        assertThat(
                        stripe.get("/customers/" + id)
                                .<String>at("$.invoice_settings.default_payment_method"))
                .isNull();
    }

    @Test
    void declinedCardMakesNoCustomer() {
        var reply = stripe.post("/customers", "payment_method=pm_card_chargeDeclined").expect(402);
        assertThat(reply.<String>at("$.error.code")).isEqualTo("card_declined");
        assertThat(ids("/customers")).containsExactly(CUSTOMER);
    }

    @Test
    void listIsNewestFirstAndEndsWithTheAccountsOwn() {
        var ann = create("email=ann@example.com");
        caller.advance("PT1S");
        var bob = create("email=bob@example.com");
        assertThat(ids("/customers")).containsExactly(bob, ann, CUSTOMER);
        assertThat(ids("/customers?email=ann@example.com")).containsExactly(ann);
        assertThat(ids("/customers?email=ANN@example.com")).isEmpty();
        assertThat(ids("/customers?created[gt]=" + NOW)).containsExactly(bob);
        assertThat(ids("/customers?created[gte]=%d&created[lt]=%d".formatted(NOW, NOW + 1)))
                .containsExactly(ann);
        assertThat(ids("/customers?created=" + (NOW + 1))).containsExactly(bob);
        assertThat(ids("/customers?created[lte]=1713454494")).containsExactly(CUSTOMER);
        assertThat(ids("/customers?created[gt]=999999999999999999")).isEmpty();
        assertThat(ids("/customers?created[lt]=-999999999999999999")).isEmpty();

        var page = stripe.get("/customers?limit=2").expect(200);
        assertThat(page.<Boolean>at("$.has_more")).isTrue();
        assertThat(page.<String>at("$.url")).isEqualTo("/v1/customers");
        assertThat(page.<List<String>>at("$.data[*].id")).containsExactly(bob, ann);
        var last = stripe.get("/customers?limit=2&starting_after=" + ann).expect(200);
        assertThat(last.<List<String>>at("$.data[*].id")).containsExactly(CUSTOMER);
        assertThat(last.<Boolean>at("$.has_more")).isFalse();
        assertThat(ids("/customers?starting_after=" + CUSTOMER)).isEmpty();
        var back = stripe.get("/customers?limit=1&ending_before=" + CUSTOMER).expect(200);
        assertThat(back.<List<String>>at("$.data[*].id")).containsExactly(ann);
        assertThat(back.<Boolean>at("$.has_more")).isTrue();
        assertThat(ids("/customers?ending_before=" + bob)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0||limit",
                "limit=101||limit",
                "limit=x|parameter_invalid_integer|limit",
                "limit=99999999999999999999|parameter_invalid_integer|limit",
                "starting_after=cus_x|resource_missing|starting_after",
                "ending_before=cus_x|resource_missing|ending_before",
                "starting_after=cus_Pil9K60xftjZ88&ending_before=cus_Pil9K60xftjZ88||ending_before",
                "created[before]=5|parameter_unknown|created[before]",
                "created[gt]=x|parameter_invalid_integer|created[gt]",
                "created=1e30|parameter_invalid_integer|created",
                "expand[]=default_source||expand",
                "expand=data.default_source||expand",
                "foo=1|parameter_unknown|foo"
            })
    void wrongQueriesAreNamed(String query, String code, String param) {
        for (var list : List.of("/customers", "/payment_intents", "/setup_intents")) {
            if (!query.contains("cus_") && !query.contains("default_source")) {
                isError(stripe.get(list + "?" + query), 400, code, param);
            }
        }
        isError(stripe.get("/customers?" + query), 400, code, param);
    }

    @Test
    void paymentMethodsAreTheirCustomersAlone() {
        var ann = create("name=Ann");
        var hers = attach(ann);
        var own = attach(CUSTOMER);

        assertThat(ids("/customers/" + ann + "/payment_methods")).containsExactly(hers);
        assertThat(ids("/payment_methods?customer=" + ann)).containsExactly(hers);
        assertThat(ids("/customers/" + CUSTOMER + "/payment_methods?type=card"))
                .containsExactly(own);
        var one = stripe.get("/customers/" + ann + "/payment_methods/" + hers).expect(200);
        assertThat(one.body()).isEqualTo(stripe.get("/payment_methods/" + hers).body());
        assertThat(one.<String>at("$.customer")).isEqualTo(ann);
        for (var other : List.of(own, "pm_x", "pm_card_visa", "x y".replace(" ", "%20"))) {
            isError(
                    stripe.get("/customers/" + ann + "/payment_methods/" + other),
                    404,
                    "resource_missing",
                    "payment_method");
        }
        isError(stripe.get("/customers/cus_x/payment_methods"), 404, "resource_missing", "id");
        isError(
                stripe.get("/customers/cus_x/payment_methods/" + hers),
                404,
                "resource_missing",
                "customer");
        isError(
                stripe.get("/customers/" + ann + "/payment_methods?starting_after=" + own),
                400,
                "resource_missing",
                "starting_after");
        assertThat(
                        stripe.get("/customers/" + ann + "/payment_methods?expand[]=data.customer")
                                .expect(200)
                                .<String>at("$.data[0].customer.name"))
                .isEqualTo("Ann");
    }

    @Test
    void cardPaysForItsOwnCustomerOnly() {
        var ann = create("name=Ann");
        var hers = attach(ann);
        var payment = "amount=500&currency=usd&confirm=true&payment_method=" + hers;
        isError(
                stripe.post("/payment_intents", payment + "&customer=" + CUSTOMER),
                400,
                "resource_missing",
                "payment_method");
        assertThat(ids("/payment_intents")).isEmpty();
        var paid = stripe.post("/payment_intents", payment + "&customer=" + ann).expect(200);
        assertThat(paid.<String>at("$.customer")).isEqualTo(ann);
        assertThat(ids("/payment_intents?customer=" + ann))
                .containsExactly(paid.<String>at("$.id"));
        assertThat(ids("/payment_intents?customer=" + CUSTOMER)).isEmpty();
    }

    @Test
    void cardThatAnotherCustomerGotMeanwhileDoesNotPay() {
        var ann = create("name=Ann");
        var card = stripe.card("4000000000003220");
        var waiting =
                stripe.post(
                                "/payment_intents",
                                "amount=500&currency=usd&confirm=true&payment_method=" + card)
                        .expect(200);
        stripe.post("/payment_methods/" + card + "/attach", "customer=" + ann).expect(200);
        stripe.authenticate(waiting.at("$.client_secret"), "complete").expect(400);
        assertThat(
                        stripe.get("/payment_intents/" + waiting.at("$.id"))
                                .<Integer>at("$.amount_received"))
                .isZero();
    }

    @Test
    void cardThatIsSetUpForACustomerIsAttachedToIt() {
        var ann = create("name=Ann");
        var setup =
                stripe.post(
                                "/setup_intents",
                                "confirm=true&payment_method=pm_card_visa&customer=" + ann)
                        .expect(200);
        assertThat(ids("/customers/" + ann + "/payment_methods"))
                .containsExactly(setup.<String>at("$.payment_method"));
    }

    @Test
    void customersAreOfOneAccountAndGoWithIt() {
        var ann = create("name=Ann");
        var hers = attach(ann);
        var other = StripeCaller.secret(Caller.fresh(port));
        other.get("/customers/" + ann).expect(404);
        other.get("/customers/" + ann + "/payment_methods").expect(404);
        other.post("/payment_methods/pm_card_visa/attach", "customer=" + ann).expect(400);
        other.post("/payment_intents", "amount=500&currency=usd&customer=" + ann).expect(400);
        assertThat(other.get("/customers").<List<String>>at("$.data[*].id"))
                .containsExactly(CUSTOMER);

        var key = "t-" + UUID.randomUUID();
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(key));
        var fork = StripeCaller.secret(new Caller(port, key));
        assertThat(fork.get("/customers/" + ann).expect(200).body())
                .isEqualTo(stripe.get("/customers/" + ann).body());
        assertThat(fork.get("/customers/" + ann + "/payment_methods/" + hers).expect(200).body())
                .isEqualTo(stripe.get("/payment_methods/" + hers).body());

        caller.post("/sandbox/snapshots/before").expect(200);
        var bob = create("name=Bob");
        caller.post("/sandbox/snapshots/before/restore").expect(200);
        stripe.get("/customers/" + bob).expect(404);
        stripe.get("/customers/" + ann).expect(200);
        caller.post("/sandbox/reset").expect(200);
        stripe.get("/customers/" + ann).expect(404);
        fork.get("/customers/" + ann).expect(200);
    }
}
