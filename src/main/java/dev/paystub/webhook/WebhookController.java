package dev.paystub.webhook;

import static dev.paystub.http.FieldNames.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.controlplane.Id;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.controlplane.QueryParameters;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Labelled;
import dev.paystub.webhook.Webhooks.EndpointSettings;
import dev.paystub.webhook.Webhooks.TracedDelivery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Webhooks: who hears what happens to the account, and what became of each message. */
@RestController
@Tag(name = "Webhooks", description = "Who is told what happens, and what came of it")
@RequestMapping("/sandbox/webhooks")
@ControlPlane
class WebhookController {

    private static final int MOST = 1000;

    private final Webhooks webhooks;

    WebhookController(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Operation(
            summary = "Register a webhook",
            description =
                    "style: standard (Standard Webhooks, the default), stripe or nowpayments."
                            + " Nothing is sent to link-local or metadata addresses. misbehave does"
                            + " things wrongly on purpose")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    WebhookEntry createWebhook(@RequestBody WebhookRequest request) {
        OwnerOnly.require();
        return WebhookEntry.of(webhooks.register(request.settings()));
    }

    @Operation(
            summary = "List webhooks, without their secrets",
            description = "In the order in which they were registered, whether enabled or not")
    @GetMapping
    WebhookList listWebhooks() {
        OwnerOnly.require();
        return new WebhookList(webhooks.all().stream().map(WebhookEntry::withoutSecret).toList());
    }

    @Operation(
            summary = "Read a webhook, with its secret",
            description = "With why it is disabled, if it is")
    @GetMapping("/{id}")
    WebhookEntry getWebhook(@Parameter(example = "1") @PathVariable String id) {
        OwnerOnly.require();
        return WebhookEntry.of(webhooks.get(number(id)));
    }

    @Operation(
            summary = "Change a webhook",
            description =
                    "What is left out stays as it is; misbehave is replaced as a whole. A disabled"
                            + " one is sent nothing, and what was to be sent is cancelled")
    @PatchMapping("/{id}")
    WebhookEntry updateWebhook(
            @Parameter(example = "1") @PathVariable String id,
            @RequestBody WebhookRequest request) {
        OwnerOnly.require();
        return WebhookEntry.of(webhooks.change(number(id), request.settings()));
    }

    @Operation(
            summary = "Delete a webhook with all its deliveries",
            description = "Nothing more is sent to it, not even what waits")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteWebhook(@Parameter(example = "1") @PathVariable String id) {
        OwnerOnly.require();
        webhooks.delete(number(id));
    }

    @Operation(
            summary = "List a webhook's deliveries, newest first",
            description =
                    "Those that are over are forgotten in time; those that are not are all there")
    @GetMapping("/{id}/deliveries")
    DeliveryList listDeliveries(
            @Parameter(example = "1") @PathVariable String id,
            @Parameter(schema = @Schema(type = "string", implementation = Delivery.Status.class))
                    @RequestParam(required = false)
                    @Nullable String status,
            @Parameter(description = "As it was sent, such as invoice.paid")
                    @RequestParam(required = false)
                    @Nullable String type,
            @Parameter(schema = @Schema(type = "integer", minimum = "1", maximum = "1000"))
                    @RequestParam(defaultValue = "100")
                    String limit) {
        OwnerOnly.require();
        var most = QueryParameters.number("limit", limit, 1, MOST);
        return new DeliveryList(
                webhooks.deliveries(number(id), status(status), type, most).stream()
                        .map(DeliveryEntry::of)
                        .toList());
    }

    @Operation(
            summary = "Read a delivery with its message and all attempts",
            description = "With what was sent and what was answered, the first attempt first")
    @GetMapping("/{id}/deliveries/{delivery}")
    DeliveryDetail getDelivery(
            @Parameter(example = "1") @PathVariable String id,
            @Parameter(example = "1") @PathVariable String delivery) {
        OwnerOnly.require();
        return DeliveryDetail.of(webhooks.delivery(number(id), deliveryNumber(delivery)));
    }

    @Operation(
            summary = "Make the next attempt of a delivery now",
            description = "Whatever the clock says; 409 when it has arrived")
    @PostMapping("/{id}/deliveries/{delivery}/retry")
    DeliveryDetail retryDelivery(
            @Parameter(example = "1") @PathVariable String id,
            @Parameter(example = "1") @PathVariable String delivery) {
        OwnerOnly.require();
        return DeliveryDetail.of(webhooks.retry(number(id), deliveryNumber(delivery)));
    }

    @Operation(
            summary = "Send the same message again, as a new delivery",
            description = "With the same message id, so that a receiver can tell")
    @PostMapping("/{id}/deliveries/{delivery}/resend")
    @ResponseStatus(HttpStatus.CREATED)
    DeliveryDetail resendDelivery(
            @Parameter(example = "1") @PathVariable String id,
            @Parameter(example = "1") @PathVariable String delivery) {
        OwnerOnly.require();
        return DeliveryDetail.of(webhooks.resend(number(id), deliveryNumber(delivery)));
    }

    @Operation(
            summary = "Send an event that has not happened",
            description = "Whether or not the webhook listens to it; without data, a small sample")
    @PostMapping("/{id}/trigger")
    @ResponseStatus(HttpStatus.CREATED)
    DeliveryDetail triggerWebhook(
            @Parameter(example = "1") @PathVariable String id, @RequestBody Trigger request) {
        OwnerOnly.require();
        return DeliveryDetail.of(webhooks.trigger(number(id), request.type(), request.data()));
    }

    private static long number(String id) {
        return Id.of(id, "There is no webhook '%s'".formatted(id));
    }

    private static long deliveryNumber(String id) {
        return Id.of(id, "There is no delivery '%s' of this webhook".formatted(id));
    }

    private static Delivery.@Nullable Status status(@Nullable String label) {
        return label == null ? null : Labelled.of(Delivery.Status.values(), "status", label);
    }

    /**
     * Everything but {@code url} may be left out; in a change, everything. Null is the same as left
     * out, as many clients send it for what they do not set.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record WebhookRequest(
            @Nullable String url,
            @Schema(description = "Names such as invoice.paid, invoice.*, or *")
                    @Nullable List<String> events,
            @Schema(implementation = WebhookFormat.class) @Nullable String style,
            @Schema(description = "Made when it is left out") @Nullable String secret,
            @Schema(
                            description =
                                    "Of style stripe: what its messages say, such as 2024-06-20;"
                                            + " the latest when it is left out")
                    @Nullable String apiVersion,
            @Nullable Boolean enabled,
            @Nullable MisbehaveEntry misbehave) {

        EndpointSettings settings() {
            if (events != null && events.contains(null)) {
                throw new DomainException.Invalid("events must be texts");
            }
            return new EndpointSettings(
                    url,
                    events,
                    style == null ? null : WebhookFormat.of(style),
                    secret,
                    apiVersion,
                    enabled,
                    misbehave == null ? null : misbehave.faults());
        }
    }

    /** The faults of the deliveries to an endpoint, which happen on purpose. */
    @JsonNaming(SnakeCaseStrategy.class)
    record MisbehaveEntry(
            @Schema(description = "Each message is delivered twice") @Nullable Boolean duplicate,
            @Schema(
                            description =
                                    "Each second message overtakes the first, which waits for it"
                                            + " up to a minute of the account's clock")
                    @Nullable Boolean reorder,
            @Schema(description = "How late each message is on the account's clock, such as PT30S")
                    @Nullable String delay,
            @Schema(description = "How many messages are lost before one arrives")
                    @Nullable Integer dropFirst,
            @Nullable Boolean wrongSignature,
            @Schema(description = "Signed as of an hour ago") @Nullable Boolean staleTimestamp,
            @Schema(description = "Only the first half of the body is sent")
                    @Nullable Boolean truncatedBody) {

        DeliveryFaults faults() {
            return new DeliveryFaults(
                    isTrue(duplicate),
                    isTrue(reorder),
                    delay == null ? Duration.ZERO : duration(delay),
                    dropFirst == null ? 0 : dropFirst,
                    isTrue(wrongSignature),
                    isTrue(staleTimestamp),
                    isTrue(truncatedBody));
        }

        private static boolean isTrue(@Nullable Boolean flag) {
            return Boolean.TRUE.equals(flag);
        }

        private static Duration duration(String text) {
            try {
                return Duration.parse(text);
            } catch (DateTimeException e) {
                throw new DomainException.Invalid(
                        "misbehave.delay must be an ISO-8601 duration, such as PT30S or P1D");
            }
        }

        static MisbehaveEntry of(DeliveryFaults how) {
            return new MisbehaveEntry(
                    how.duplicate(),
                    how.reorder(),
                    how.delay().toString(),
                    how.dropFirst(),
                    how.wrongSignature(),
                    how.staleTimestamp(),
                    how.truncatedBody());
        }
    }

    record WebhookList(List<WebhookEntry> webhooks) {}

    /** {@code secret} is left out of lists. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WebhookEntry(
            long id,
            String url,
            List<String> events,
            @Schema(implementation = WebhookFormat.class) String style,
            @Nullable String secret,
            @Schema(description = "Of style stripe only") @Nullable String apiVersion,
            boolean enabled,
            @Nullable String disabledReason,
            MisbehaveEntry misbehave,
            String createdAt) {

        static WebhookEntry of(WebhookEndpoint endpoint) {
            return of(endpoint, endpoint.secret());
        }

        static WebhookEntry withoutSecret(WebhookEndpoint endpoint) {
            return of(endpoint, null);
        }

        private static WebhookEntry of(WebhookEndpoint endpoint, @Nullable String secret) {
            return new WebhookEntry(
                    endpoint.number(),
                    endpoint.url(),
                    endpoint.events(),
                    endpoint.style().label(),
                    secret,
                    endpoint.apiVersion().orElse(null),
                    endpoint.isEnabled(),
                    endpoint.disabledReason(),
                    MisbehaveEntry.of(endpoint.faults()),
                    IsoTimes.text(endpoint.createdAt()));
        }
    }

    record Trigger(
            @Schema(description = "Such as invoice.paid") String type,
            @Schema(description = "What the message is to tell")
                    @Nullable Map<String, Object> data) {
        Trigger {
            require("type", type);
        }
    }

    record DeliveryList(List<DeliveryEntry> deliveries) {}

    /** {@code due_at}: when the next attempt is due, or the last one was. */
    @JsonNaming(SnakeCaseStrategy.class)
    record DeliveryEntry(
            long id,
            @Schema(description = "The same for each copy of a message") String messageId,
            String type,
            @Schema(implementation = Delivery.Origin.class) String origin,
            @Schema(implementation = Delivery.Status.class) String status,
            String createdAt,
            String dueAt,
            int attempts) {

        static DeliveryEntry of(Delivery delivery) {
            return new DeliveryEntry(
                    delivery.number(),
                    delivery.message(),
                    delivery.type(),
                    delivery.origin().label(),
                    delivery.status().label(),
                    IsoTimes.text(delivery.createdAt()),
                    IsoTimes.text(delivery.dueAt()),
                    delivery.attempts());
        }
    }

    record DeliveryDetail(
            DeliveryEntry delivery,
            @Schema(description = "The message, as text") String body,
            List<AttemptEntry> attempts) {

        static DeliveryDetail of(TracedDelivery traced) {
            var body = traced.delivery().body();
            return new DeliveryDetail(
                    DeliveryEntry.of(traced.delivery()),
                    body,
                    traced.attempts().stream()
                            .map(attempt -> AttemptEntry.of(attempt, body))
                            .toList());
        }
    }

    /** {@code due_at} is the account's time; {@code duration_millis} is real. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttemptEntry(
            String dueAt,
            long durationMillis,
            SentRequest request,
            @Schema(description = "Left out when nothing was answered")
                    @Nullable ReceivedResponse response,
            @Schema(description = "Why there was no answer, or not all of it")
                    @Nullable String error) {

        static AttemptEntry of(Attempt attempt, String body) {
            return new AttemptEntry(
                    IsoTimes.text(attempt.dueAt()),
                    attempt.duration().toMillis(),
                    new SentRequest(
                            attempt.url(),
                            headers(attempt.requestHeaders()),
                            body.substring(0, attempt.requestLength())),
                    attempt.status()
                            .map(status ->
                                    new ReceivedResponse(
                                            status,
                                            headers(attempt.responseHeaders()),
                                            attempt.responseBody()))
                            .orElse(null),
                    attempt.error().orElse(null));
        }

        private static Map<String, String> headers(String lines) {
            return lines.lines()
                    .map(line -> line.split(": ", 2))
                    .filter(parts -> parts.length == 2)
                    .collect(
                            Collectors.toMap(
                                    parts -> parts[0],
                                    parts -> parts[1],
                                    (one, other) -> one + ", " + other,
                                    TreeMap::new));
        }
    }

    record SentRequest(String url, Map<String, String> headers, String body) {}

    /** A receiver's response, with the first 64 KB of its body. */
    record ReceivedResponse(int status, Map<String, String> headers, String body) {}
}
