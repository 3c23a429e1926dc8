package dev.paystub.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.account.AccountEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Builds the bodies of messages in each style. */
@Component
class Payloads {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final JsonMapper json;
    private final ObjectProvider<PayloadContributor> contributors;

    Payloads(JsonMapper json, ObjectProvider<PayloadContributor> contributors) {
        this.json = json;
        this.contributors = contributors;
    }

    /** Builds the body of the message with this name for an event. */
    String body(
            AccountEvent event, String name, WebhookEndpoint endpoint, String message, Instant at) {
        return switch (endpoint.style()) {
            case STANDARD -> standard(event.type(), at, json.valueToTree(fact(event)));
            case STRIPE ->
                    stripe(
                            message,
                            name,
                            endpoint,
                            at,
                            new StripeData(stripeObject(event), previous(event, name)));
            case NOWPAYMENTS ->
                    JavaScriptJson.sorted(
                            payload(event, endpoint.style())
                                    .map(json::<JsonNode>valueToTree)
                                    .orElseGet(() -> json.valueToTree(fact(event))));
        };
    }

    /** Builds the body of a triggered message, from given data or from a sample. */
    String triggered(
            String name,
            @Nullable Map<String, Object> given,
            WebhookEndpoint endpoint,
            String message,
            Instant at) {
        ObjectNode data = given == null ? null : json.valueToTree(given);
        return switch (endpoint.style()) {
            case STANDARD -> standard(name, at, data == null ? sample(kind(name)) : data);
            case STRIPE ->
                    stripe(
                            message,
                            name,
                            endpoint,
                            at,
                            new StripeData(data == null ? StripeSamples.of(name) : data, null));
            case NOWPAYMENTS ->
                    JavaScriptJson.sorted(data == null ? sampleNotification(name, at) : data);
        };
    }

    /** Returns Stripe's {@code previous_attributes}, which only events of changes have. */
    private @Nullable JsonNode previous(AccountEvent event, String name) {
        return name.endsWith(".updated")
                ? contributors
                        .orderedStream()
                        .map(contributor -> contributor.previousAttributes(event))
                        .filter(before -> !before.isEmpty())
                        .findFirst()
                        .map(json::<JsonNode>valueToTree)
                        .orElse(null)
                : null;
    }

    private Optional<Object> payload(AccountEvent event, WebhookFormat style) {
        return contributors
                .orderedStream()
                .flatMap(contributor -> contributor.payload(event, style).stream())
                .findFirst();
    }

    private Fact fact(AccountEvent event) {
        return new Fact(
                event.subject(),
                event.from(),
                event.to(),
                payload(event, WebhookFormat.STANDARD).orElse(null));
    }

    private String standard(String type, Instant at, JsonNode data) {
        return json.writeValueAsString(new Envelope(type, MILLIS.format(at), data));
    }

    private String stripe(
            String message, String type, WebhookEndpoint endpoint, Instant at, StripeData data) {
        return json.writeValueAsString(
                new StripeEvent(
                        message,
                        "event",
                        endpoint.apiVersion().orElse(ApiVersion.LATEST),
                        at.getEpochSecond(),
                        data,
                        false,
                        1,
                        new StripeRequest(null, null),
                        type));
    }

    /**
     * Returns Stripe's object, or for subjects that Stripe does not have Paystub's own under the
     * name of its kind.
     */
    private JsonNode stripeObject(AccountEvent event) {
        return payload(event, WebhookFormat.STRIPE)
                .map(json::<JsonNode>valueToTree)
                .orElseGet(() -> {
                    var kind = kind(event.type());
                    ObjectNode object = json.valueToTree(fact(event));
                    var shown = object.remove("object");
                    object.put("object", kind);
                    if (shown != null) {
                        object.set(kind, shown);
                    }
                    return object;
                });
    }

    private static String kind(String type) {
        return type.contains(".") ? type.substring(0, type.indexOf('.')) : type;
    }

    private ObjectNode sample(String kind) {
        return json.createObjectNode().put("object", kind);
    }

    private ObjectNode sampleNotification(String type, Instant at) {
        return json.createObjectNode()
                .put("payment_id", 5_745_459_419L)
                .putNull("parent_payment_id")
                .putNull("invoice_id")
                .put("payment_status", type.substring(MessageNames.CRYPTO.length()))
                .put("pay_address", "377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj")
                .put("price_amount", 25)
                .put("price_currency", "usd")
                .put("pay_amount", new BigDecimal("0.0006047"))
                .put("actually_paid", new BigDecimal("0.0006047"))
                .put("pay_currency", "btc")
                .put("order_id", "34")
                .put("purchase_id", "5745459419")
                .putNull("payment_extra_ids")
                .put("updated_at", at.toEpochMilli());
    }

    private record Envelope(String type, String timestamp, JsonNode data) {}

    /**
     * The data of a standard message; {@code object} is the subject as its own API represents it.
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record Fact(
            String subject,
            @Nullable String from,
            @Nullable String to,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object object) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record StripeEvent(
            String id,
            String object,
            String apiVersion,
            long created,
            StripeData data,
            boolean livemode,
            int pendingWebhooks,
            StripeRequest request,
            String type) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record StripeData(JsonNode object, @Nullable JsonNode previousAttributes) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record StripeRequest(@Nullable String id, @Nullable String idempotencyKey) {}
}
