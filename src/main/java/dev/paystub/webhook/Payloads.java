package dev.paystub.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.account.AccountEvent;
import dev.paystub.kernel.Refusal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of messages, in each style. */
@Component
class Payloads {

    /** The version whose names and shapes are imitated. */
    private static final String STRIPE_VERSION = "2026-07-29.dahlia";

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final JsonMapper json;
    private final ObjectProvider<SubjectView> views;

    Payloads(JsonMapper json, ObjectProvider<SubjectView> views) {
        this.json = json;
        this.views = views;
    }

    /** What the event is called in that style. */
    static String name(AccountEvent event, Style style) {
        return style == Style.STRIPE ? StripeNames.of(event) : event.type();
    }

    String body(AccountEvent event, Style style, String message, Instant at) {
        return switch (style) {
            case STANDARD -> standard(event.type(), at, json.valueToTree(fact(event)));
            case STRIPE -> stripe(message, name(event, style), at, stripeObject(event));
            case NOWPAYMENTS ->
                    sorted(
                            show(event, style)
                                    .map(json::<JsonNode>valueToTree)
                                    .orElseGet(() -> json.valueToTree(fact(event))));
        };
    }

    /** The same for what somebody makes up, or leaves to us. */
    String madeUp(
            String type,
            @Nullable Map<String, Object> given,
            Style style,
            String message,
            Instant at) {
        ObjectNode data = given == null ? null : json.valueToTree(given);
        return switch (style) {
            case STANDARD -> standard(type, at, data == null ? sample(type) : data);
            case STRIPE -> stripe(message, type, at, data == null ? sample(type) : data);
            case NOWPAYMENTS -> sorted(data == null ? sampleNotification(type) : data);
        };
    }

    private Optional<Object> show(AccountEvent event, Style style) {
        return views.orderedStream().flatMap(view -> view.show(event, style).stream()).findFirst();
    }

    private Fact fact(AccountEvent event) {
        return new Fact(
                event.subject(),
                event.from(),
                event.to(),
                show(event, Style.STANDARD).orElse(null));
    }

    private String standard(String type, Instant at, JsonNode data) {
        return json.writeValueAsString(new Envelope(type, MILLIS.format(at), data));
    }

    private String stripe(String message, String type, Instant at, JsonNode object) {
        return json.writeValueAsString(
                new StripeEvent(
                        message,
                        "event",
                        STRIPE_VERSION,
                        at.getEpochSecond(),
                        new StripeData(object),
                        false,
                        1,
                        new StripeRequest(null, null),
                        type));
    }

    /** What Stripe has no object for is shown as it is here, with the name of its kind. */
    private JsonNode stripeObject(AccountEvent event) {
        return show(event, Style.STRIPE)
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

    private ObjectNode sample(String type) {
        return json.createObjectNode().put("object", kind(type));
    }

    private ObjectNode sampleNotification(String type) {
        return json.createObjectNode()
                .put("payment_id", 5_745_459_419L)
                .put("payment_status", type.substring(EventFilter.CRYPTO.length()))
                .put("pay_address", "377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj")
                .put("price_amount", 25)
                .put("price_currency", "usd")
                .put("pay_amount", new BigDecimal("0.0006047"))
                .put("actually_paid", new BigDecimal("0.0006047"))
                .put("pay_currency", "btc")
                .put("order_id", "34")
                .put("purchase_id", "5745459419");
    }

    /** NOWPayments signs its notifications with their keys in order, at every depth. */
    private String sorted(JsonNode body) {
        return json.writeValueAsString(inOrder(body));
    }

    private Object inOrder(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var sorted = new TreeMap<String, Object>();
                object.properties()
                        .forEach(field -> sorted.put(field.getKey(), inOrder(field.getValue())));
                yield sorted;
            }
            case ArrayNode array -> {
                List<Object> elements =
                        StreamSupport.stream(array.spliterator(), false)
                                .map(this::inOrder)
                                .toList();
                yield elements;
            }
            default -> node;
        };
    }

    /**
     * @throws Refusal.Invalid when a style has no such event to make up
     */
    static void requireName(String type, Style style) {
        EventFilter.require(List.of(type), style);
        if (type.endsWith("*")) {
            throw new Refusal.Invalid("type must be the name of one event, such as invoice.paid");
        }
    }

    private record Envelope(String type, String timestamp, JsonNode data) {}

    /** {@code object} is the subject as its own API shows it. */
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

    private record StripeData(JsonNode object) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record StripeRequest(@Nullable String id, @Nullable String idempotencyKey) {}
}
