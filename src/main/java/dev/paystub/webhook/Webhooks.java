package dev.paystub.webhook;

import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.engine.Schedule;
import dev.paystub.kernel.DomainException;
import dev.paystub.webhook.Delivery.Message;
import dev.paystub.webhook.Delivery.Origin;
import dev.paystub.webhook.Delivery.Status;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Registers webhook endpoints, lists their deliveries, and retries, resends and triggers them. */
@Service
public class Webhooks {

    /** The name of the endpoints' numbers in {@link Numbering}. */
    static final String NUMBERING = "webhook";

    private static final int MOST_ENDPOINTS = 50;
    private static final int LONGEST_DELAY_DAYS = 30;

    private final WebhookEndpoints endpoints;
    private final Deliveries deliveries;
    private final Attempts attempts;
    private final Outbox outbox;
    private final Payloads payloads;
    private final MessageNames names;
    private final OutboundGuard guard;
    private final Numbering numbering;
    private final Schedule schedule;
    private final Clock clock;

    Webhooks(
            WebhookEndpoints endpoints,
            Deliveries deliveries,
            Attempts attempts,
            Outbox outbox,
            Payloads payloads,
            MessageNames names,
            OutboundGuard guard,
            Numbering numbering,
            Schedule schedule,
            Clock clock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.attempts = attempts;
        this.outbox = outbox;
        this.payloads = payloads;
        this.names = names;
        this.guard = guard;
        this.numbering = numbering;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * The requested settings of an endpoint; null keeps a setting or selects its default.
     *
     * @param style cannot be changed later
     */
    public record EndpointSettings(
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable WebhookFormat style,
            @Nullable String secret,
            @Nullable String apiVersion,
            @Nullable Boolean enabled,
            @Nullable DeliveryFaults faults) {}

    /** A delivery with its attempts, the first one first. */
    public record TracedDelivery(Delivery delivery, List<Attempt> attempts) {}

    /**
     * Registers an endpoint.
     *
     * @throws DomainException.Invalid when a setting is not allowed
     * @throws DomainException.Conflict when the account has its maximum of endpoints
     */
    @AccountTransactional
    public WebhookEndpoint register(EndpointSettings settings) {
        var url = settings.url();
        if (url == null) {
            throw new DomainException.Invalid("url is required");
        }
        guard.requireAllowed(url);
        var style = settings.style() == null ? WebhookFormat.STANDARD : settings.style();
        var events = settings.events() == null ? MessageNames.defaults(style) : settings.events();
        names.requireFilters(events, style);
        if (endpoints.count() >= MOST_ENDPOINTS) {
            throw new DomainException.Conflict(
                    "The account has its %d webhooks; delete one first".formatted(MOST_ENDPOINTS));
        }
        var number = numbering.next(NUMBERING);
        var secret =
                settings.secret() == null ? Signature.newSecret(style, number) : settings.secret();
        Signature.requireSecret(style, secret);
        var endpoint = new WebhookEndpoint(number, url, events, style, secret, clock.instant());
        useApiVersion(endpoint, settings.apiVersion());
        injectFaults(endpoint, settings.faults());
        if (Boolean.FALSE.equals(settings.enabled())) {
            endpoint.disable(BY_HAND);
        }
        return endpoints.save(endpoint);
    }

    private static final String BY_HAND = "It was disabled by hand";

    private static void useApiVersion(WebhookEndpoint endpoint, @Nullable String apiVersion) {
        if (apiVersion != null) {
            ApiVersion.require(endpoint.style(), apiVersion);
            endpoint.useApiVersion(apiVersion);
        }
    }

    private static void injectFaults(WebhookEndpoint endpoint, @Nullable DeliveryFaults how) {
        if (how == null) {
            return;
        }
        if (how.staleTimestamp() && endpoint.style() == WebhookFormat.NOWPAYMENTS) {
            throw new DomainException.Invalid("NOWPayments signs no timestamp that could be stale");
        }
        if (how.dropFirst() < 0) {
            throw new DomainException.Invalid("drop_first must not be negative");
        }
        if (how.delay().isNegative() || how.delay().toDays() > LONGEST_DELAY_DAYS) {
            throw new DomainException.Invalid(
                    "delay must be up to %d days".formatted(LONGEST_DELAY_DAYS));
        }
        endpoint.injectFaults(how);
    }

    /** Returns all endpoints, oldest first. */
    @Transactional(readOnly = true)
    public List<WebhookEndpoint> all() {
        return endpoints.findAllByOrderByNumber();
    }

    /**
     * Returns the endpoint.
     *
     * @throws DomainException.NotFound when the account has no such endpoint
     */
    @Transactional(readOnly = true)
    public WebhookEndpoint get(long number) {
        return endpoints
                .findByNumber(number)
                .orElseThrow(() ->
                        new DomainException.NotFound("There is no webhook '%d'".formatted(number)));
    }

    /**
     * Changes the given settings. Delivery faults are replaced as a whole, and their counters start
     * again.
     *
     * @throws DomainException.Invalid when a setting is not allowed
     */
    @AccountTransactional
    public WebhookEndpoint change(long number, EndpointSettings settings) {
        var endpoint = get(number);
        if (settings.style() != null && settings.style() != endpoint.style()) {
            throw new DomainException.Invalid("style cannot be changed; register another webhook");
        }
        if (settings.url() != null) {
            guard.requireAllowed(settings.url());
            endpoint.moveTo(settings.url());
        }
        if (settings.events() != null) {
            names.requireFilters(settings.events(), endpoint.style());
            endpoint.listenTo(settings.events());
        }
        if (settings.secret() != null) {
            Signature.requireSecret(endpoint.style(), settings.secret());
            endpoint.changeSecret(settings.secret());
        }
        useApiVersion(endpoint, settings.apiVersion());
        injectFaults(endpoint, settings.faults());
        if (Boolean.TRUE.equals(settings.enabled())) {
            endpoint.enable();
        } else if (Boolean.FALSE.equals(settings.enabled())) {
            outbox.disable(endpoint, BY_HAND);
        }
        return endpoints.save(endpoint);
    }

    /**
     * Deletes an endpoint with all its deliveries.
     *
     * @throws DomainException.NotFound when the account has no such endpoint
     */
    @AccountTransactional
    public void delete(long number) {
        var endpoint = get(number);
        outbox.forget(endpoint);
        endpoints.delete(endpoint);
    }

    /**
     * Returns the latest deliveries of an endpoint, optionally of one status and one type.
     *
     * @throws DomainException.Invalid when the endpoint's style has no message of that type
     */
    @Transactional(readOnly = true)
    public List<Delivery> deliveries(
            long endpoint, @Nullable Status status, @Nullable String type, int most) {
        var to = get(endpoint);
        if (type != null) {
            names.requireSent(type, to.style());
        }
        return deliveries.search(to.number(), status, type, Limit.of(most));
    }

    /**
     * Returns the delivery.
     *
     * @throws DomainException.NotFound when the endpoint has no such delivery
     */
    @Transactional(readOnly = true)
    public TracedDelivery delivery(long endpoint, long number) {
        return traced(find(endpoint, number));
    }

    private TracedDelivery traced(Delivery delivery) {
        return new TracedDelivery(
                delivery, attempts.findAllByDeliveryNumberOrderByNumber(delivery.number()));
    }

    private Delivery find(long endpoint, long number) {
        return deliveries
                .findByNumber(number)
                .filter(delivery -> delivery.endpointNumber() == get(endpoint).number())
                .orElseThrow(() ->
                        new DomainException.NotFound(
                                "There is no delivery '%d' of this webhook".formatted(number)));
    }

    /**
     * Makes the next attempt of a delivery now, whatever the clock says.
     *
     * @throws DomainException.Conflict when it was delivered, is being sent, or the endpoint is
     *     disabled
     */
    @AccountTransactional
    public TracedDelivery retry(long endpoint, long number) {
        var delivery = find(endpoint, number);
        var to = requireEnabled(endpoint);
        if (delivery.status() == Status.DELIVERED) {
            throw new DomainException.Conflict("It has arrived; resend makes a new delivery of it");
        }
        if (delivery.status() != Status.PENDING) {
            schedule.cancel(Outbox.KIND, number);
            to.forget(number);
            outbox.send(delivery, clock.instant());
        }
        return traced(delivery);
    }

    /**
     * Sends a delivery's message again as a new delivery, without reordering, duplicating or
     * dropping it.
     *
     * @throws DomainException.Conflict when the endpoint is disabled
     */
    @AccountTransactional
    public TracedDelivery resend(long endpoint, long number) {
        var delivery = find(endpoint, number);
        var again = outbox.create(requireEnabled(endpoint), delivery.content(), Origin.RESEND);
        outbox.send(again, clock.instant());
        return traced(again);
    }

    /**
     * Sends an event that has not happened, whether or not the endpoint's filters select it.
     *
     * @param data the event's data; null for a sample
     * @throws DomainException.Invalid when the endpoint's style has no such event
     * @throws DomainException.Conflict when the endpoint is disabled
     */
    @AccountTransactional
    public TracedDelivery trigger(long endpoint, String type, @Nullable Map<String, Object> data) {
        var to = requireEnabled(endpoint);
        var name = names.requireOne(type, to.style());
        var id = outbox.newMessageId(to.style());
        var body = payloads.triggered(name, data, to, id, clock.instant());
        return traced(outbox.accept(to, new Message(id, name, body), Origin.TRIGGER));
    }

    private WebhookEndpoint requireEnabled(long number) {
        var endpoint = get(number);
        if (!endpoint.isEnabled()) {
            throw new DomainException.Conflict(
                    "The webhook is disabled: %s. Enable it first"
                            .formatted(endpoint.disabledReason()));
        }
        return endpoint;
    }
}
