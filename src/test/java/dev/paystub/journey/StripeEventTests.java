package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.PaymentMethod;
import com.stripe.model.checkout.Session;
import com.stripe.net.Webhook;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Receiver;
import dev.paystub.testing.Receiver.Received;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Stripe-style events contain the fields that receivers read first, under Stripe's names. */
@ServerTest
class StripeEventTests {

    private static final String NOW = "2024-04-01T00:00:00.000Z";

    @LocalServerPort private int port;

    @AutoClose private final Receiver receiver = new Receiver();
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, NOW);
    }

    private Reply register(String fields) {
        return caller.post(
                        "/sandbox/webhooks",
                        "{\"url\": \"%s\", \"style\": \"stripe\"%s}"
                                .formatted(receiver.url("/hook"), fields))
                .expect(201);
    }

    private void update(String action) {
        caller.post("/v1/organizations/billing/update?action=" + action).expect(200);
    }

    private void subscribe(int quantity) {
        update("getpaymentlink&org_id=1002&quantity=" + quantity);
        caller.post("/sandbox/checkouts/latest/complete").expect(200);
    }

    /** Returns the received messages of a type, once nothing is pending. */
    private List<Received> of(String type) {
        caller.post("/sandbox/quiesce?timeout=60s").expect(200);
        return receiver.received().stream()
                .filter(message -> JsonPath.read(message.body(), "$.type").equals(type))
                .toList();
    }

    private Received only(String type) {
        var found = of(type);
        assertThat(found).as(type).hasSize(1);
        return found.getFirst();
    }

    private static <T> T at(Received message, String path) {
        return JsonPath.read(message.body(), path);
    }

    private List<String> types() {
        caller.post("/sandbox/quiesce?timeout=60s").expect(200);
        return receiver.received().stream()
                .map(message -> StripeEventTests.<String>at(message, "$.type"))
                .toList();
    }

    @Test
    void completedCheckoutNamesItsCustomerAndSubscriptionAndWhatIsDueToday() {
        register("");
        subscribe(10);

        var session = only("checkout.session.completed");
        var created = only("customer.subscription.created");
        assertThat(StripeEventTests.<String>at(session, "$.data.object.customer"))
                .startsWith("cus_")
                .isEqualTo(at(created, "$.data.object.customer"));
        assertThat(StripeEventTests.<String>at(session, "$.data.object.subscription"))
                .startsWith("sub_")
                .isEqualTo(at(created, "$.data.object.id"));
        assertThat(StripeEventTests.<Integer>at(session, "$.data.object.amount_total")).isZero();
        assertThat(StripeEventTests.<Integer>at(session, "$.data.object.amount_subtotal")).isZero();
        assertThat(StripeEventTests.<String>at(session, "$.data.object.payment_status"))
                .isEqualTo("no_payment_required");
        assertThat(StripeEventTests.<Integer>at(session, "$.data.object.created"))
                .isEqualTo(1_711_929_600);
        assertThat(StripeEventTests.<String>at(created, "$.data.object.items.data[0].price.id"))
                .startsWith("price_");
        assertThat(StripeEventTests.<String>at(created, "$.data.object.default_payment_method"))
                .startsWith("pm_");
        var open = only("checkout.session.open");
        assertThat(StripeEventTests.<String>at(open, "$.data.object.subscription")).isNull();
    }

    @Test
    void subscriptionsThatFollowEachOtherAreTwo() {
        register(", \"events\": [\"customer.subscription.*\", \"checkout.session.completed\"]");
        subscribe(10);
        update("cancelsubscription&org_id=1002");
        subscribe(4);

        var sessions = of("checkout.session.completed");
        var created = of("customer.subscription.created");
        assertThat(created.stream().map(each -> at(each, "$.data.object.id")).distinct())
                .hasSize(2)
                .isEqualTo(
                        sessions.stream()
                                .map(each -> at(each, "$.data.object.subscription"))
                                .toList());
        var deleted = only("customer.subscription.deleted");
        assertThat(StripeEventTests.<String>at(deleted, "$.data.object.id"))
                .isEqualTo(at(created.getFirst(), "$.data.object.id"));
        assertThat(StripeEventTests.<Integer>at(deleted, "$.data.object.items.data[0].quantity"))
                .isEqualTo(10);
        assertThat(StripeEventTests.<Integer>at(deleted, "$.data.object.canceled_at"))
                .isEqualTo(1_711_929_600);
        assertThat(StripeEventTests.<Map<String, Object>>at(deleted, "$.data"))
                .doesNotContainKey("previous_attributes");
    }

    @Test
    void updatesSayWhatWasBefore() {
        subscribe(10);
        register("");
        update("updatesubscription&org_id=1002&quantity=12");
        var changed = only("customer.subscription.updated");
        assertThat(StripeEventTests.<Integer>at(changed, "$.data.object.items.data[0].quantity"))
                .isEqualTo(12);
        assertThat(
                        StripeEventTests.<Map<String, Object>>at(
                                        changed, "$.data.previous_attributes")
                                .keySet())
                .containsExactlyInAnyOrder("quantity", "items");
        assertThat(
                        StripeEventTests.<Integer>at(
                                changed, "$.data.previous_attributes.items.data[0].quantity"))
                .isEqualTo(10);

        update("getupdatecardlink&org_id=1002");
        caller.post("/sandbox/checkouts/latest/complete", "{\"card\": \"pm_card_amex\"}");
        var card = of("customer.subscription.updated").getLast();
        assertThat(
                        StripeEventTests.<Map<String, Object>>at(card, "$.data.previous_attributes")
                                .keySet())
                .containsExactly("default_payment_method");
        assertThat(StripeEventTests.<String>at(card, "$.data.object.default_payment_method"))
                .isNotEqualTo(at(card, "$.data.previous_attributes.default_payment_method"));
    }

    @Test
    void customerSaysWhichCardWasChargedBefore() throws Exception {
        var secret = register("").<String>at("$.secret");
        caller.post("/billing/stripe/cards", "{\"stripe_payment_method_id\": \"pm_card_amex\"}")
                .succeeds();
        var cards =
                caller.get("/billing/stripe/cards").<List<Integer>>at("$.payment_methods[*].id");
        caller.send("PUT", "/billing/stripe/cards/%d/default".formatted(cards.getLast()), null)
                .succeeds();
        var added = only("payment_method.attached");
        var updated = only("customer.updated");
        assertThat(
                        StripeEventTests.<String>at(
                                updated, "$.data.object.invoice_settings.default_payment_method"))
                .isEqualTo(at(added, "$.data.object.id"));
        assertThat(
                        StripeEventTests.<String>at(
                                updated,
                                "$.data.previous_attributes.invoice_settings.default_payment_method"))
                .startsWith("pm_");
        var customer = read(updated, secret, Customer.class);
        assertThat(customer.getId()).isEqualTo(at(added, "$.data.object.customer"));

        caller.delete("/billing/stripe/cards/" + cards.getLast()).succeeds();
        assertThat(StripeEventTests.<String>at(added, "$.data.object.customer")).isNotNull();
        var removed = read(only("payment_method.detached"), secret, PaymentMethod.class);
        assertThat(removed.getId()).isEqualTo(at(added, "$.data.object.id"));
        assertThat(removed.getCustomer()).isNull();
    }

    private static <T> T read(Received message, String secret, Class<T> type) throws Exception {
        Event event =
                Webhook.constructEvent(message.body(), message.header("stripe-signature"), secret);
        return type.cast(event.getDataObjectDeserializer().getObject().orElseThrow());
    }

    @Test
    void invoicesNameTheirCustomerAndBillsTheirSubscription() {
        register("");
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        assertThat(StripeEventTests.<String>at(only("invoice.created"), "$.data.object.customer"))
                .startsWith("cus_");
        subscribe(10);
        caller.advance("P1M");
        var bill =
                of("invoice.paid").stream()
                        .filter(each -> at(each, "$.data.object.subscription") != null)
                        .filter(each -> at(each, "$.data.object.metadata.org_id").equals("1002"))
                        .findFirst()
                        .orElseThrow();
        var created = only("customer.subscription.created");
        assertThat(StripeEventTests.<String>at(bill, "$.data.object.subscription"))
                .isEqualTo(at(created, "$.data.object.id"))
                .isEqualTo(at(bill, "$.data.object.parent.subscription_details.subscription"));
        assertThat(StripeEventTests.<String>at(bill, "$.data.object.customer"))
                .isEqualTo(at(created, "$.data.object.customer"));
    }

    @Test
    void pairsAreTwoEventsOfTheSameObject() {
        register("");
        caller.post("/billing/invoices/funds", "{\"amount\": 25}").succeeds();
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"btc\"}")
                .succeeds();
        caller.advance("PT15S");
        assertThat(types())
                .containsSubsequence(
                        "invoice.created",
                        "invoice.finalized",
                        "invoice.paid",
                        "invoice.payment_succeeded");
        var paid = only("invoice.paid");
        var succeeded = only("invoice.payment_succeeded");
        assertThat(StripeEventTests.<String>at(paid, "$.id"))
                .startsWith("evt_")
                .isNotEqualTo(at(succeeded, "$.id"));
        assertThat(StripeEventTests.<Object>at(paid, "$.data")).isEqualTo(at(succeeded, "$.data"));
    }

    @ParameterizedTest
    @CsvSource({
        "invoice.paid, invoice.paid",
        "invoice.payment_succeeded, invoice.payment_succeeded",
        "invoice.pa*, ",
        "invoice.*, invoice.paid invoice.payment_succeeded",
        "billing.paid, invoice.paid invoice.payment_succeeded",
        "billing.*, invoice.paid invoice.payment_succeeded"
    })
    void eachOfAPairMayBeAskedForAlone(String filter, String names) {
        if (names == null) {
            caller.post(
                            "/sandbox/webhooks",
                            "{\"url\": \"%s\", \"style\": \"stripe\", \"events\": [\"%s\"]}"
                                    .formatted(receiver.url("/hook"), filter))
                    .expect(400);
            return;
        }
        register(", \"events\": [\"%s\"]".formatted(filter));
        update("updatesubscription&org_id=1001&quantity=12");
        assertThat(types()).containsExactly(names.split(" "));
    }

    @Test
    void endpointsOfOneStyleAreToldOfOneEventByOneId() {
        register("");
        register(", \"api_version\": \"2024-06-20\"");
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        var created = of("invoice.created");
        assertThat(created.stream().map(each -> at(each, "$.id")).distinct()).hasSize(1);
        assertThat(created.stream().<String>map(each -> at(each, "$.api_version")))
                .containsExactlyInAnyOrder("2026-07-29.dahlia", "2024-06-20");
    }

    @Test
    void versionIsChosenShownChangedAndKept() {
        var made = register(", \"api_version\": \"2024-06-20\"");
        assertThat(made.<String>at("$.api_version")).isEqualTo("2024-06-20");
        caller.post("/sandbox/webhooks/1/trigger", "{\"type\": \"invoice.paid\"}").expect(201);
        assertThat(StripeEventTests.<String>at(only("invoice.paid"), "$.api_version"))
                .isEqualTo("2024-06-20");
        for (var change :
                List.of(
                        "{\"api_version\": \"2025-03-31.basil\"}",
                        "{\"api_version\": null, \"enabled\": true}",
                        "{\"enabled\": true}")) {
            var changed = caller.send("PATCH", "/sandbox/webhooks/1", change).expect(200);
            assertThat(changed.<String>at("$.api_version")).isEqualTo("2025-03-31.basil");
        }
        for (var bad :
                List.of("", "2024-6-20", "2025-03-31", "2024-06-20.acacia", "x".repeat(5000))) {
            caller.send("PATCH", "/sandbox/webhooks/1", "{\"api_version\": \"%s\"}".formatted(bad))
                    .expect(400);
        }
        assertThat(caller.get("/sandbox/webhooks").<String>at("$.webhooks[0].api_version"))
                .isEqualTo("2025-03-31.basil");
    }

    @ParameterizedTest
    @CsvSource({
        "customer.subscription.updated, customer.subscription.updated, subscription, sub_",
        "subscription.created, customer.subscription.created, subscription, sub_",
        "checkout.session.completed, checkout.session.completed, checkout.session, cs_test_",
        "card.added, payment_method.attached, payment_method, pm_",
        "invoice.payment_failed, invoice.payment_failed, invoice, in_"
    })
    void whatIsTriggeredHasStripesNameAndTheKindOfObject(
            String asked, String sent, String object, String prefix) {
        register("");
        caller.post("/sandbox/webhooks/1/trigger", "{\"type\": \"%s\"}".formatted(asked))
                .expect(201);
        var message = only(sent);
        assertThat(StripeEventTests.<String>at(message, "$.data.object.object")).isEqualTo(object);
        assertThat(StripeEventTests.<String>at(message, "$.data.object.id")).startsWith(prefix);
        assertThat(StripeEventTests.<String>at(message, "$.data.object.customer"))
                .startsWith("cus_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sandbox/events?type=invoice.payed",
                "/sandbox/events?type=invoice.*",
                "/sandbox/events?type=",
                "/sandbox/events/stream?type=invoice.payed&limit=1",
                "/sandbox/webhooks/1/deliveries?type=invoice.payed",
                "/sandbox/webhooks/1/deliveries?type=card.added"
            })
    void nameThatNeverComesIsRefusedWhereverItIsAskedFor(String path) {
        register("");
        assertThat(caller.get(path).expect(400).<String>at("$.detail"))
                .containsAnyOf("invoice.paid", "payment_method.attached", "card.added", "nearest");
    }

    @Test
    void completedCheckoutIsReadByStripesLibrary() throws Exception {
        var secret = register("").<String>at("$.secret");
        subscribe(3);
        var session = read(only("checkout.session.completed"), secret, Session.class);
        assertThat(session.getCustomerDetails().getEmail()).contains("@");
        assertThat(session.getPaymentStatus()).isEqualTo("no_payment_required");
    }
}
