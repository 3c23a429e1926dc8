package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.Invoice;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Subscription;
import com.stripe.model.checkout.Session;
import com.stripe.net.Webhook;
import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.BackgroundActivity;
import dev.paystub.testing.AtOnce;
import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Receiver;
import dev.paystub.testing.Receiver.Received;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks from registration to delivery, with every fault in between. */
@ServerTest
@Tag("postgres")
class WebhookJourneyTests {

    private static final String NOW = "2024-04-01T00:00:00.000Z";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @LocalServerPort protected int port;
    @Autowired private DataSource dataSource;
    @Autowired private List<BackgroundActivity> ongoing;
    @Autowired private AccountDirectory directory;

    @AutoClose private final Receiver receiver = new Receiver();
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, NOW);
    }

    /** Registers the receiver. Returns the new webhook. */
    private Reply register(String fields) {
        return caller.post(
                        "/sandbox/webhooks",
                        "{\"url\": \"%s\", %s}".formatted(receiver.url("/hook"), fields))
                .expect(201);
    }

    private void addFunds(int amount) {
        caller.post("/billing/invoices/funds", "{\"amount\": %d}".formatted(amount)).succeeds();
    }

    private Reply deliveries(String query) {
        return caller.get("/sandbox/webhooks/1/deliveries" + query).expect(200);
    }

    private Reply delivery(int number) {
        return caller.get("/sandbox/webhooks/1/deliveries/" + number).expect(200);
    }

    /** Returns the statuses of the deliveries, oldest first, once nothing is pending. */
    private List<String> statuses() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() ->
                        deliveries("?status=pending").<List<Object>>at("$.deliveries").isEmpty());
        return deliveries("?limit=1000").<List<String>>at("$.deliveries[*].status").reversed();
    }

    private static String type(Received received) {
        return JsonPath.read(received.body(), "$.type");
    }

    private List<String> types(int count) {
        return receiver.await(count).stream().map(WebhookJourneyTests::type).toList();
    }

    private static List<String> headerOf(List<Received> received, String name) {
        return received.stream().map(message -> message.header(name)).toList();
    }

    // Signatures, each verified by its publisher's library

    private static void verify(Received received, String secret) throws Exception {
        var headers =
                received.headers().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, header -> List.of(header.getValue())));
        new com.standardwebhooks.Webhook(secret).verify(received.body(), headers);
    }

    @Test
    void standardWebhookIsVerifiedByTheStandardsOwnLibrary() throws Exception {
        var webhook = register("\"events\": [\"invoice.*\"]");
        addFunds(10);

        var received = receiver.await(1).getFirst();
        verify(received, webhook.at("$.secret"));
        assertThat(received.path()).isEqualTo("/hook");
        assertThat(received.header("content-type")).startsWith("application/json");
        assertThat(received.header("webhook-id")).startsWith("msg_");
        assertThat(Instant.ofEpochSecond(Long.parseLong(received.header("webhook-timestamp"))))
                .as("real time, which is what receivers compare with")
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
        var asGot = caller.get("/billing/invoices/72").succeeds();
        assertThat(JsonPath.<String>read(received.body(), "$.type")).isEqualTo("invoice.created");
        assertThat(JsonPath.<String>read(received.body(), "$.timestamp")).isEqualTo(NOW);
        assertThat(JsonPath.<String>read(received.body(), "$.data.subject"))
                .isEqualTo("invoice 72");
        assertThat(JsonPath.<String>read(received.body(), "$.data.to")).isEqualTo("Unpaid");
        var object =
                new TreeMap<>(JsonPath.<Map<String, Object>>read(received.body(), "$.data.object"));
        assertThat(object.remove("id")).isEqualTo(72);
        assertThat(object).isEqualTo(new TreeMap<>(asGot.<Map<String, Object>>at("$.invoice")));
        assertThat(statuses()).containsExactly("delivered");
    }

    @Test
    void ownSecretIsTakenAndEachMessageShownAsItsApiShowsIt() throws Exception {
        var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        register("\"secret\": \"%s\"".formatted(secret));
        addFunds(50);
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"btc\"}")
                .succeeds();
        caller.post("/billing/stripe/cards", "{\"stripe_payment_method_id\": \"pm_card_amex\"}")
                .succeeds();
        caller.advance("PT15S");
        caller.post(
                        "/billing/orders",
                        """
                        {"pid": 1, "billingcycle": "hourly", "hostname": "h", "os": "", "sshkeys": ""}
                        """)
                .succeeds();
        caller.post("/v1/organizations/billing/update?action=getpaymentlink&org_id=1002&quantity=4")
                .expect(200);
        caller.post("/sandbox/checkouts/latest/complete").expect(200);
        caller.advance("P40D");
        statuses();

        var all = receiver.received();
        for (var received : all) {
            verify(received, secret);
            assertThat(JsonPath.<Map<String, Object>>read(received.body(), "$.data"))
                    .as(received.body())
                    .containsKey("object");
        }
        assertThat(all.stream().map(WebhookJourneyTests::type).distinct())
                .contains(
                        "invoice.created",
                        "invoice.paid",
                        "balance.changed",
                        "card.added",
                        "crypto_payment.waiting",
                        "crypto_payment.finished",
                        "hosting.active",
                        "checkout.session.complete",
                        "subscription.created",
                        "billing.paid");
        var events = caller.get("/sandbox/events?limit=1000").<List<String>>at("$.events[*].type");
        assertThat(all.stream().map(WebhookJourneyTests::type))
                .as("every event, in the order in which they happened")
                .isEqualTo(events);
        assertThat(headerOf(all, "webhook-id")).doesNotHaveDuplicates();
    }

    @Test
    void stripesWebhookIsReadByStripesOwnLibrary() throws Exception {
        var secret = register("\"style\": \"stripe\"").<String>at("$.secret");
        caller.post("/billing/stripe/cards", "{\"stripe_payment_method_id\": \"pm_card_amex\"}")
                .succeeds();
        addFunds(10);
        Caller.send(
                        caller.request("/stripe/v1/payment_intents")
                                .header("Authorization", "Bearer sk_test_" + caller.key())
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        BodyPublishers.ofString(
                                                "amount=500&currency=usd&confirm=true"
                                                        + "&payment_method=pm_card_visa"))
                                .build())
                .expect(200);
        caller.post("/v1/organizations/billing/update?action=getpaymentlink&org_id=1002&quantity=4")
                .expect(200);
        caller.post("/sandbox/checkouts/latest/complete").expect(200);
        caller.post("/v1/organizations/billing/update?action=cancelsubscription&org_id=1002")
                .expect(200);
        statuses();

        var events = new TreeMap<String, Event>();
        for (var received : receiver.received()) {
            var event =
                    Webhook.constructEvent(
                            received.body(), received.header("stripe-signature"), secret);
            assertThat(event.getId()).startsWith("evt_");
            assertThat(Instant.ofEpochSecond(event.getCreated())).isEqualTo(NOW);
            events.put(event.getType(), event);
        }
        assertThat(object(events.get("payment_method.attached"), PaymentMethod.class).getCard())
                .extracting(PaymentMethod.Card::getBrand)
                .isEqualTo("amex");
        var invoice = object(events.get("invoice.created"), Invoice.class);
        assertThat(invoice.getAmountDue()).isEqualTo(1000);
        assertThat(invoice.getStatus()).isEqualTo("open");
        assertThat(invoice.getMetadata()).containsEntry("invoice_id", "72");
        assertThat(object(events.get("payment_intent.succeeded"), PaymentIntent.class).getStatus())
                .isEqualTo("succeeded");
        assertThat(object(events.get("checkout.session.completed"), Session.class).getStatus())
                .isEqualTo("complete");
        assertThat(
                        object(events.get("customer.subscription.created"), Subscription.class)
                                .getItems()
                                .getData()
                                .getFirst()
                                .getQuantity())
                .isEqualTo(4);
        assertThat(
                        object(events.get("customer.subscription.deleted"), Subscription.class)
                                .getStatus())
                .isEqualTo("canceled");
    }

    private static <T> T object(Event event, Class<T> type) {
        return type.cast(event.getDataObjectDeserializer().getObject().orElseThrow());
    }

    @Test
    void notificationsOfNowPaymentsAreSignedOverTheirSortedKeys() throws Exception {
        var secret =
                register("\"style\": \"nowpayments\", \"secret\": \"my-ipn-secret\"")
                        .<String>at("$.secret");
        addFunds(25);
        var payment =
                caller.post(
                                "/billing/crypto/payments",
                                "{\"invoice_id\": 72, \"currency\": \"btc\"}")
                        .succeeds()
                        .<String>at("$.payment.id");
        caller.advance("PT15S");

        var all = receiver.await(5);
        assertThat(
                        all.stream()
                                .map(message ->
                                        JsonPath.<String>read(message.body(), "$.payment_status")))
                .containsExactly("waiting", "confirming", "confirmed", "sending", "finished");
        var mac = Mac.getInstance("HmacSHA512");
        for (var received : all) {
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
            var sorted = SORTED.writeValueAsString(SORTED.readValue(received.body(), Object.class));
            assertThat(received.body()).isEqualTo(sorted);
            assertThat(received.header("x-nowpayments-sig"))
                    .isEqualTo(
                            HexFormat.of()
                                    .formatHex(
                                            mac.doFinal(sorted.getBytes(StandardCharsets.UTF_8))));
        }
        var last = SORTED.readTree(all.getLast().body());
        assertThat(last.get("payment_id").asLong()).isEqualTo(Long.parseLong(payment));
        assertThat(last.get("actually_paid")).isEqualTo(last.get("pay_amount"));
        assertThat(last.get("order_id").stringValue()).isEqualTo("72");
        assertThat(all.getFirst().body()).contains("\"pay_amount\":0.0006047");
        assertThat(fieldNames(last))
                .contains("fee", "payment_extra_ids", "outcome_currency", "purchase_id");
    }

    private static final JsonMapper SORTED =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(tools.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private static List<String> fieldNames(JsonNode object) {
        return new ArrayList<>(object.propertyNames());
    }

    // Filters

    @Test
    void onlyWhatIsAskedForIsSentAndOnlyWhatHappens() {
        register("\"events\": [\"hosting.pending\", \"hosting.active\"]");
        var order =
                """
                {"pid": 12, "billingcycle": "hourly", "hostname": "h", "os": "", "sshkeys": ""}
                """;
        var succeeded =
                AtOnce.run(8, client -> caller.post("/billing/orders", order)).stream()
                        .filter(reply -> reply.<String>at("$.result").equals("success"))
                        .count();
        assertThat(succeeded).as("100.00 pays four of 21.50, the rest are undone").isEqualTo(4);
        assertThat(statuses()).hasSize(8).containsOnly("delivered");
        assertThat(types(8)).containsOnly("hosting.pending", "hosting.active");
        assertThat(types(8).stream().filter("hosting.pending"::equals)).hasSize(4);
    }

    @Test
    void endpointsOfStripesStyleMayBeAskedForByStripesNames() {
        register("\"style\": \"stripe\", \"events\": [\"customer.subscription.*\"]");
        caller.post(
                        "/v1/organizations/billing/update?action=updatesubscription&org_id=1001&quantity=12")
                .expect(200);
        assertThat(types(1)).containsExactly("customer.subscription.updated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                                  | url is required
                    {"url": "ftp://example.com"}                                        | http:// or https://
                    {"url": "file:///etc/passwd"}                                       | http:// or https://
                    {"url": "/relative"}                                                | http:// or https://
                    {"url": "http://me:pw@example.com/"}                                | user
                    {"url": "http://"}                                                  | address such as
                    {"url": "http://a b"}                                               | address such as
                    {"url": "http://2852039166/"}                                       | four
                    {"url": "http://0xA9FEA9FE/"}                                       | four
                    {"url": "http://169.254.169.254/latest/meta-data"}                  | link-local
                    {"url": "http://169.254.1.1/"}                                      | link-local
                    {"url": "http://[fe80::1]/"}                                        | link-local
                    {"url": "http://[::ffff:169.254.169.254]/"}                         | link-local
                    {"url": "http://[::ffff:a9fe:a9fe]/"}                               | link-local
                    {"url": "http://[64:ff9b::a9fe:a9fe]/"}                             | link-local
                    {"url": "http://[2002:a9fe:a9fe::1]/"}                              | link-local
                    {"url": "http://[fd00:ec2::254]/"}                                  | metadata
                    {"url": "http://metadata.google.internal./"}                        | metadata
                    {"url": "http://example.com", "style": "paypal"}                    | standard, stripe, nowpayments
                    {"url": "http://example.com", "events": []}                         | events
                    {"url": "http://example.com", "events": [null]}                     | events
                    {"url": "http://example.com", "events": ["Invoice Paid"]}           | no event
                    {"url": "http://example.com", "style": "nowpayments", "events": ["*"]} | crypto payments only
                    {"url": "http://example.com", "style": "nowpayments", "events": ["invoice.paid"]} | crypto payments only
                    {"url": "http://example.com", "events": ["invoice.payed"]}          | nearest is invoice.paid
                    {"url": "http://example.com", "events": ["card.added", "invoices.*"]} | nearest is invoice.*
                    {"url": "http://example.com", "events": ["invoice"]}                | nearest is invoice.paid
                    {"url": "http://example.com", "events": ["payment_method.attached"]} | Stripe's name of card.added
                    {"url": "http://example.com", "style": "stripe", "events": ["invoice.payment_suceeded"]} | invoice.payment_succeeded
                    {"url": "http://example.com", "style": "stripe", "events": ["charge.refunded"]} | no event
                    {"url": "http://example.com", "style": "nowpayments", "events": ["crypto_payment.finnished"]} | crypto_payment.finished
                    {"url": "http://example.com", "api_version": "2024-06-20"}          | only style stripe
                    {"url": "http://example.com", "style": "stripe", "api_version": "latest"} | such as 2024-06-20
                    {"url": "http://example.com", "style": "stripe", "api_version": "2024-06-31"} | such as 2024-06-20
                    {"url": "http://example.com", "style": "stripe", "api_version": "2025-03-31"} | such as 2024-06-20
                    {"url": "http://example.com", "secret": "short"}                    | whsec_
                    {"url": "http://example.com", "secret": "whsec_%%%"}                | whsec_
                    {"url": "http://example.com", "style": "stripe", "secret": ""}      | printable
                    {"url": "http://example.com", "misbehave": {"delay": "soon"}}       | ISO-8601
                    {"url": "http://example.com", "misbehave": {"delay": "-PT1S"}}      | delay
                    {"url": "http://example.com", "misbehave": {"drop_first": -1}}      | drop_first
                    {"url": "http://example.com", "style": "nowpayments", "misbehave": {"stale_timestamp": true}} | timestamp
                    """)
    void whatCannotBeRegisteredIsRefusedWithAReason(String request, String reason) {
        var reply = caller.post("/sandbox/webhooks", request);
        assertThat(reply.expect(400).<String>at("$.detail")).contains(reason);
        assertThat(caller.get("/sandbox/webhooks").<List<Object>>at("$.webhooks")).isEmpty();
    }

    @Test
    void webhookIsChangedAndDeletedAndItsSecretShownOnlyAlone() {
        var secret = register("\"events\": [\"*\"]").<String>at("$.secret");
        assertThat(caller.get("/sandbox/webhooks").expect(200).body()).doesNotContain(secret);
        assertThat(caller.get("/sandbox/webhooks/1").<String>at("$.secret")).isEqualTo(secret);
        var changed =
                caller.send(
                                "PATCH",
                                "/sandbox/webhooks/1",
                                """
                                {"events": ["card.added"], "misbehave": {"drop_first": 2}}
                                """)
                        .expect(200);
        assertThat(changed.<List<String>>at("$.events")).containsExactly("card.added");
        assertThat(changed.<Integer>at("$.misbehave.drop_first")).isEqualTo(2);
        assertThat(changed.<String>at("$.url")).isEqualTo(receiver.url("/hook"));
        caller.send("PATCH", "/sandbox/webhooks/1", "{\"style\": \"stripe\"}").expect(400);
        caller.send("PATCH", "/sandbox/webhooks/1", "{\"url\": \"http://169.254.0.1\"}")
                .expect(400);
        for (var path :
                List.of(
                        "/sandbox/webhooks/2",
                        "/sandbox/webhooks/x",
                        "/sandbox/webhooks/2/deliveries",
                        "/sandbox/webhooks/1/deliveries/7")) {
            caller.get(path).expect(404);
        }
        caller.get("/sandbox/webhooks/1/deliveries?status=lost").expect(400);
        assertThat(
                        caller.get("/sandbox/webhooks/1/deliveries?type=card.aded")
                                .expect(400)
                                .<String>at("$.detail"))
                .contains("card.added");
        caller.get("/sandbox/webhooks/1/deliveries?limit=0").expect(400);
        caller.delete("/sandbox/webhooks/1").expect(204);
        caller.get("/sandbox/webhooks/1").expect(404);
        caller.delete("/sandbox/webhooks/1").expect(404);
    }

    @Test
    void nullInAChangeIsAsLeftOutAndSaysTheContractToo() {
        var before = register("\"style\": \"stripe\", \"events\": [\"invoice.*\"]").body();
        var nothing =
                """
                {"url": null, "events": null, "style": null, "secret": null, "api_version": null,
                 "enabled": null, "misbehave": null}
                """;
        var half = "{\"misbehave\": {\"duplicate\": null, \"delay\": null, \"drop_first\": null}}";
        for (var change : List.of("{}", nothing, half)) {
            var changed = caller.send("PATCH", "/sandbox/webhooks/1", change).expect(200);
            assertThat(changed.body()).isEqualTo(before);
            assertThat(changed.headers().firstValue("Paystub-Contract")).as(change).isEmpty();
        }
    }

    @Test
    void secretsAreTheSameForTheSameScriptAndRolesHaveNone() {
        var secret = register("\"style\": \"stripe\"").<String>at("$.secret");
        caller.post("/sandbox/reset", "{\"frozen_time\": \"%s\"}".formatted(NOW)).expect(200);
        assertThat(register("\"style\": \"stripe\"").<String>at("$.secret")).isEqualTo(secret);
        var viewer = new Caller(port, caller.key() + ".viewer");
        assertThat(viewer.get("/sandbox/webhooks/1").status()).isBetween(401, 403);
    }

    // Attempts

    @Test
    void failedAttemptsAreRepeatedOnTheAccountsClock() {
        receiver.then(500, 404);
        register("\"events\": [\"invoice.created\"]");
        addFunds(10);
        assertThat(statuses()).containsExactly("waiting");
        assertThat(delivery(1).<String>at("$.delivery.due_at"))
                .isEqualTo("2024-04-01T00:00:05.000Z");
        caller.advance("PT4.999S");
        assertThat(statuses()).containsExactly("waiting");
        assertThat(receiver.received()).hasSize(1);
        caller.advance("PT0.001S");
        receiver.await(2);
        assertThat(statuses()).containsExactly("waiting");
        assertThat(delivery(1).<String>at("$.delivery.due_at"))
                .isEqualTo("2024-04-01T00:05:05.000Z");
        caller.advance("PT5M");
        assertThat(headerOf(receiver.await(3), "webhook-id").stream().distinct()).hasSize(1);
        assertThat(statuses()).containsExactly("delivered");

        var traced = delivery(1);
        assertThat(traced.<List<Integer>>at("$.attempts[*].response.status"))
                .containsExactly(500, 404, 200);
        assertThat(traced.<String>at("$.attempts[0].response.body")).isEqualTo("answer 500");
        assertThat(traced.<String>at("$.attempts[0].request.url")).isEqualTo(receiver.url("/hook"));
        assertThat(traced.<Map<String, String>>at("$.attempts[0].request.headers"))
                .containsKeys("webhook-id", "webhook-timestamp", "webhook-signature");
        assertThat(traced.<String>at("$.attempts[0].request.body"))
                .isEqualTo(receiver.received().getFirst().body());
        assertThat(traced.<List<String>>at("$.attempts[*].due_at"))
                .containsExactly(NOW, "2024-04-01T00:00:05.000Z", "2024-04-01T00:05:05.000Z");
    }

    @ParameterizedTest
    @CsvSource({"standard, 10, P5D", "stripe, 4, PT3H", "nowpayments, 4, PT3M"})
    void eachStyleGivesUpAfterItsOwnTime(String style, int attempts, String patience) {
        receiver.always(503);
        register("\"style\": \"%s\", \"events\": [\"crypto_payment.waiting\"]".formatted(style));
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        assertThat(statuses()).containsExactly("waiting");
        caller.advance(patience);
        await().atMost(PATIENCE)
                .until(() -> delivery(1).<String>at("$.delivery.status").equals("failed"));
        assertThat(receiver.received()).hasSize(attempts);
        assertThat(delivery(1).<List<Object>>at("$.attempts")).hasSize(attempts);

        receiver.always(204);
        caller.post("/sandbox/webhooks/1/deliveries/1/retry").expect(200);
        receiver.await(attempts + 1);
        assertThat(statuses()).containsExactly("delivered");
        caller.post("/sandbox/webhooks/1/deliveries/1/retry").expect(409);
    }

    @Test
    void retryNeedsNoClockAndResendIsADeliveryOfItsOwn() {
        receiver.then(500);
        register("\"events\": [\"invoice.created\"]");
        addFunds(10);
        assertThat(statuses()).containsExactly("waiting");
        caller.post("/sandbox/webhooks/1/deliveries/1/retry").expect(200);
        receiver.await(2);
        assertThat(statuses()).containsExactly("delivered");
        var again = caller.post("/sandbox/webhooks/1/deliveries/1/resend").expect(201);
        assertThat(again.<Integer>at("$.delivery.id")).isEqualTo(2);
        assertThat(again.<String>at("$.delivery.origin")).isEqualTo("resend");
        var all = receiver.await(3);
        assertThat(all.get(2).body()).isEqualTo(all.get(0).body());
        assertThat(headerOf(all, "webhook-id").stream().distinct()).hasSize(1);
        assertThat(statuses()).containsExactly("delivered", "delivered");
        caller.advance("P1D");
        assertThat(statuses()).hasSize(2);
        assertThat(receiver.received())
                .as("the retry by hand replaced the one that was due")
                .hasSize(3);
    }

    @Test
    void nobodyListeningIsAnErrorOfTheLogOnly() {
        var closed = new Receiver();
        closed.close();
        caller.post("/sandbox/webhooks", "{\"url\": \"%s\"}".formatted(closed.url("/")))
                .expect(201);
        addFunds(10);
        assertThat(statuses()).containsExactly("waiting");
        assertThat(delivery(1).<String>at("$.attempts[0].error")).containsIgnoringCase("connect");
        assertThat(delivery(1).<Map<String, Object>>at("$.attempts[0]"))
                .doesNotContainKey("response");
    }

    @Test
    void goneReceiverIsNotAskedAgainUntilItIsEnabled() {
        receiver.then(500, 410);
        register("\"events\": [\"invoice.created\"]");
        addFunds(10);
        statuses();
        addFunds(11);
        receiver.await(2);
        assertThat(statuses()).containsExactly("cancelled", "failed");
        var webhook = caller.get("/sandbox/webhooks/1");
        assertThat(webhook.<Boolean>at("$.enabled")).isFalse();
        assertThat(webhook.<String>at("$.disabled_reason")).contains("410");
        addFunds(12);
        assertThat(statuses()).hasSize(2);
        caller.post("/sandbox/webhooks/1/deliveries/2/retry").expect(409);
        caller.post("/sandbox/webhooks/1/trigger", "{\"type\": \"a.b\"}").expect(409);
        caller.send("PATCH", "/sandbox/webhooks/1", "{\"enabled\": true}").expect(200);
        caller.post("/sandbox/webhooks/1/deliveries/1/retry").expect(200);
        receiver.await(3);
        assertThat(statuses()).containsExactly("delivered", "failed");
    }

    @ParameterizedTest
    @CsvSource({
        "standard, 301",
        "standard, 307",
        "stripe, 302",
        "stripe, 308",
        "nowpayments, 303",
        "nowpayments, 308"
    })
    void redirectIsAFailureAndIsNotFollowed(String style, int status) {
        receiver.then(Receiver.redirect(status, "/moved"));
        register("\"style\": \"%s\", \"events\": [\"crypto_payment.waiting\"]".formatted(style));
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        assertThat(statuses()).containsExactly("waiting");
        var attempt = delivery(1);
        assertThat(attempt.<Integer>at("$.attempts[0].response.status")).isEqualTo(status);
        assertThat(attempt.<String>at("$.attempts[0].error")).contains("redirect");
        caller.advance("PT5M");
        assertThat(receiver.await(2)).extracting(Received::path).containsExactly("/hook", "/hook");
        assertThat(statuses()).containsExactly("delivered");
    }

    @Test
    void onlyTheBeginningOfALongAnswerIsKept() {
        receiver.then(
                exchange -> Receiver.status(exchange, 200, "a\u0000é" + "x".repeat(1_000_000)));
        register("\"events\": [\"invoice.created\"]");
        addFunds(10);
        assertThat(statuses()).containsExactly("delivered");
        var kept = delivery(1).<String>at("$.attempts[0].response.body");
        assertThat(kept).startsWith("a\uFFFDéx").hasSizeBetween(60_000, 64 * 1024);
    }

    // Deliberate faults

    @Test
    void duplicateOnPurpose() {
        register("\"events\": [\"invoice.created\"], \"misbehave\": {\"duplicate\": true}");
        addFunds(10);
        var all = receiver.await(2);
        assertThat(headerOf(all, "webhook-id").stream().distinct()).hasSize(1);
        assertThat(all.get(0).body()).isEqualTo(all.get(1).body());
        assertThat(statuses()).containsExactly("delivered", "delivered");
        assertThat(deliveries("").<List<String>>at("$.deliveries[*].origin"))
                .containsExactly("duplicate", "event");
    }

    private List<Integer> invoices(int count) {
        return receiver.await(count).stream()
                .map(message -> JsonPath.<Integer>read(message.body(), "$.data.object.id"))
                .toList();
    }

    @Test
    void reorderOnPurpose() {
        register("\"events\": [\"invoice.created\"], \"misbehave\": {\"reorder\": true}");
        for (var amount = 10; amount < 15; amount++) {
            addFunds(amount);
        }
        assertThat(invoices(4)).containsExactly(73, 72, 75, 74);
        assertThat(statuses()).endsWith("waiting");
        caller.advance("PT1M");
        assertThat(invoices(5)).endsWith(76);
        addFunds(20);
        caller.advance("PT1M");
        assertThat(invoices(6)).endsWith(77);
    }

    @Test
    void delayOnPurposeIsOnTheAccountsClock() {
        register(
                "\"events\": [\"invoice.created\"], \"misbehave\": {\"delay\": \"PT30S\","
                        + " \"reorder\": true}");
        addFunds(10);
        addFunds(11);
        assertThat(statuses()).containsExactly("waiting", "waiting");
        caller.advance("PT29S");
        assertThat(receiver.received()).isEmpty();
        caller.advance("PT2S");
        assertThat(invoices(2)).containsExactly(73, 72);
    }

    @Test
    void firstOnesAreLostOnPurpose() {
        register("\"events\": [\"invoice.created\"], \"misbehave\": {\"drop_first\": 2}");
        addFunds(10);
        addFunds(11);
        addFunds(12);
        assertThat(invoices(1)).containsExactly(74);
        assertThat(statuses()).containsExactly("dropped", "dropped", "delivered");
        caller.post("/sandbox/webhooks/1/deliveries/1/retry").expect(200);
        assertThat(invoices(2)).containsExactly(74, 72);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "stripe", "nowpayments"})
    void wrongSignatureOnPurpose(String style) throws Exception {
        var secret = misbehaving(style, "wrong_signature");
        assertRefused(style, secret, "matching");
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "stripe"})
    void staleTimestampOnPurpose(String style) throws Exception {
        var secret = misbehaving(style, "stale_timestamp");
        assertRefused(style, secret, style.equals("stripe") ? "Timestamp" : "old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "stripe", "nowpayments"})
    void truncatedBodyOnPurpose(String style) throws Exception {
        var secret = misbehaving(style, "truncated_body");
        var received = receiver.received().getFirst();
        var whole = delivery(1).<String>at("$.body");
        assertThat(received.body()).isEqualTo(whole.substring(0, whole.length() / 2));
        assertThat(delivery(1).<String>at("$.attempts[0].request.body")).isEqualTo(received.body());
        assertThatThrownBy(() -> SORTED.readTree(received.body())).isNotNull();
        assertRefused(style, secret, style.equals("stripe") ? "" : "matching");
    }

    private String misbehaving(String style, String how) {
        var secret =
                register(
                                "\"style\": \"%s\", \"events\": [\"crypto_payment.waiting\"], \"misbehave\": {\"%s\": true}"
                                        .formatted(style, how))
                        .<String>at("$.secret");
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 34, \"currency\": \"btc\"}")
                .succeeds();
        receiver.await(1);
        assertThat(statuses()).containsExactly("delivered");
        return secret;
    }

    private void assertRefused(String style, String secret, String reason) throws Exception {
        var received = receiver.received().getFirst();
        switch (style) {
            case "standard" ->
                    assertThatThrownBy(() -> verify(received, secret))
                            .isInstanceOf(WebhookVerificationException.class)
                            .hasMessageContaining(reason);
            case "stripe" ->
                    assertThatThrownBy(() ->
                                    Webhook.Signature.verifyHeader(
                                            received.body(),
                                            received.header("stripe-signature"),
                                            secret,
                                            300))
                            .isInstanceOf(SignatureVerificationException.class)
                            .hasMessageContaining(reason);
            default -> {
                var mac = Mac.getInstance("HmacSHA512");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA512"));
                assertThat(received.header("x-nowpayments-sig"))
                        .hasSize(128)
                        .isNotEqualTo(
                                HexFormat.of()
                                        .formatHex(
                                                mac.doFinal(
                                                        received.body()
                                                                .getBytes(
                                                                        StandardCharsets.UTF_8))));
            }
        }
    }

    // Triggering by hand

    @Test
    void eventsAreTriggeredByHand() throws Exception {
        var secret = register("\"events\": [\"card.added\"]").<String>at("$.secret");
        var made =
                caller.post(
                                "/sandbox/webhooks/1/trigger",
                                "{\"type\": \"invoice.paid\", \"data\": {\"what\": 1.10}}")
                        .expect(201);
        assertThat(made.<String>at("$.delivery.origin")).isEqualTo("trigger");
        verify(receiver.await(1).getFirst(), secret);
        assertThat(receiver.received().getFirst().body())
                .isEqualTo(
                        "{\"type\":\"invoice.paid\",\"timestamp\":\"%s\",\"data\":{\"what\":1.10}}"
                                .formatted(NOW));
        caller.post("/sandbox/webhooks/1/trigger", "{\"type\": \"card.added\"}").expect(201);
        for (var bad :
                List.of(
                        "{}",
                        "{\"type\": \"*\"}",
                        "{\"type\": \"card.*\"}",
                        "{\"type\": \"card.aded\"}",
                        "{\"type\": \"payment_method.attached\"}",
                        "{\"type\": \"card.added\", \"data\": 3}")) {
            caller.post("/sandbox/webhooks/1/trigger", bad).expect(400);
        }
        register("\"style\": \"nowpayments\"");
        caller.post("/sandbox/webhooks/2/trigger", "{\"type\": \"invoice.paid\"}").expect(400);
        caller.post("/sandbox/webhooks/2/trigger", "{\"type\": \"crypto_payment.refunded\"}")
                .expect(201);
        // Two webhooks do not wait for each other.
        assertThat(receiver.await(3))
                .extracting(Receiver.Received::body)
                .anySatisfy(body -> assertThat(body).contains("\"payment_status\":\"refunded\""));
    }

    // Snapshots and forks

    @Test
    void snapshotAndForkCarryWhatWaitsToBeSent() {
        register("\"events\": [\"invoice.created\"], \"misbehave\": {\"delay\": \"PT1H\"}");
        addFunds(10);
        var rows = Books.of(dataSource, caller).dump();
        caller.post("/sandbox/snapshots/before").expect(200);
        var copy = new Caller(port, caller.key() + "-copy");
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(copy.key())).expect(201);
        for (var round = 1; round <= 2; round++) {
            caller.advance("PT1H");
            receiver.await(round);
            assertThat(statuses()).containsExactly("delivered");
            caller.post("/sandbox/snapshots/before/restore").expect(200);
            assertThat(Books.of(dataSource, caller).dump()).isEqualTo(rows);
        }
        copy.advance("PT1H");
        assertThat(headerOf(receiver.await(3), "webhook-id").stream().distinct()).hasSize(1);
    }

    @Test
    void snapshotTakenWhileSomethingIsBeingSentSendsItAgain() throws Exception {
        var gate = new CountDownLatch(1);
        receiver.then(exchange -> {
            awaitQuietly(gate);
            Receiver.status(exchange, 200, "");
        });
        register("\"events\": [\"invoice.created\"]");
        addFunds(10);
        receiver.await(1);
        assertThat(underway()).singleElement().asString().contains("webhook 1");
        caller.post("/sandbox/snapshots/sending").expect(200);
        gate.countDown();
        assertThat(statuses()).containsExactly("delivered");
        assertThat(underway()).isEmpty();
        caller.post("/sandbox/snapshots/sending/restore").expect(200);
        receiver.await(2);
        assertThat(statuses()).containsExactly("delivered");
    }

    private List<String> underway() throws Exception {
        var found = new ArrayList<String>();
        directory.as(caller.key(), () -> ongoing.forEach(work -> found.addAll(work.underway())));
        return found;
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE /sandbox/webhooks/1", "POST /sandbox/reset"})
    void whatGoesWhileItIsBeingSentIsForgotten(String request) {
        var gate = new CountDownLatch(1);
        receiver.then(exchange -> {
            awaitQuietly(gate);
            Receiver.status(exchange, 500, "");
        });
        register("\"events\": [\"invoice.created\"]");
        addFunds(10);
        addFunds(11);
        receiver.await(1);
        caller.send(request.split(" ")[0], request.split(" ")[1], null);
        gate.countDown();
        addFunds(12);
        caller.get("/sandbox/webhooks/1").expect(404);
        // The next webhook has its own deliveries under these numbers.
        register("\"events\": [\"invoice.created\"]");
        addFunds(13);
        receiver.await(2);
        var webhook = caller.get("/sandbox/webhooks").<List<Integer>>at("$.webhooks[*].id");
        assertThat(
                        caller.get("/sandbox/webhooks/%d/deliveries".formatted(webhook.getFirst()))
                                .<List<Object>>at("$.deliveries"))
                .hasSize(1);
        assertThat(Books.of(dataSource, caller).rows("webhook_attempts").size())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void oldDeliveriesAreForgottenAndNobodyElses() {
        var other = Caller.frozenAt(port, NOW);
        other.post(
                        "/sandbox/webhooks",
                        "{\"url\": \"http://localhost:1\", \"misbehave\": {\"drop_first\": 9}}")
                .expect(201);
        other.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        for (var webhook = 0; webhook < 12; webhook++) {
            register("\"events\": [\"invoice.*\"], \"misbehave\": {\"drop_first\": 100000}");
        }
        AtOnce.run(
                100,
                client -> {
                    addFunds(10 + client);
                    return true;
                });
        assertThat(Books.of(dataSource, caller).rows("webhook_deliveries"))
                .hasSizeBetween(1000, 1100);
        for (var webhook = 1; webhook <= 12; webhook++) {
            caller.delete("/sandbox/webhooks/" + webhook).expect(204);
        }
        assertThat(Books.of(dataSource, caller).rows("webhook_deliveries")).isEmpty();
        assertThat(other.get("/sandbox/webhooks/1/deliveries/1").expect(200).body())
                .contains("dropped");
    }

    @Test
    void manyClientsAtOnceGetEachMessageOnceAndInOrder() {
        register("\"events\": [\"invoice.created\"]");
        AtOnce.run(
                64,
                client -> {
                    addFunds(10 + client);
                    return true;
                });
        assertThat(invoices(64)).isSorted().doesNotHaveDuplicates();
        assertThat(statuses()).hasSize(64).containsOnly("delivered");
        assertThat(receiver.received()).hasSize(64);
    }
}
