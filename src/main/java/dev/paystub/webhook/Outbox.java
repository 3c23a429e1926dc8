package dev.paystub.webhook;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.Tokens;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Change;
import dev.paystub.engine.Numbering;
import dev.paystub.engine.Remembered;
import dev.paystub.engine.Schedule;
import dev.paystub.engine.ScheduledTask;
import dev.paystub.job.JobQueue;
import dev.paystub.webhook.Attempt.Outcome;
import dev.paystub.webhook.Delivery.Message;
import dev.paystub.webhook.Delivery.Origin;
import dev.paystub.webhook.Delivery.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Service;

/**
 * The transactional outbox. Messages are written in the transaction of their event and sent from
 * here in order, one by one for each endpoint. Failed deliveries are retried on the account's
 * clock.
 */
@Service
@EnableConfigurationProperties(WebhookProperties.class)
public class Outbox implements ScheduledTask {

    static final String KIND = "webhook.delivery";

    /** The time that a delivery waits at most for the next one to be sent before it. */
    private static final Duration HELD = Duration.ofMinutes(1);

    private static final Duration JUST_AFTER = Duration.ofMillis(1);
    private static final int MESSAGE_LENGTH = 24;

    /** Old deliveries are deleted once per this many new ones. */
    private static final int FORGET_EVERY = 100;

    private final WebhookEndpoints endpoints;
    private final Remembered<List<WebhookEndpoint>> known = new Remembered<>();
    private final Deliveries deliveries;
    private final Attempts attempts;
    private final Payloads payloads;
    private final Numbering numbering;
    private final Schedule schedule;
    private final JobQueue jobQueue;
    private final Clock clock;
    private final WebhookProperties properties;

    Outbox(
            WebhookEndpoints endpoints,
            Deliveries deliveries,
            Attempts attempts,
            Payloads payloads,
            Numbering numbering,
            Schedule schedule,
            JobQueue jobQueue,
            Clock clock,
            WebhookProperties properties) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.attempts = attempts;
        this.payloads = payloads;
        this.numbering = numbering;
        this.schedule = schedule;
        this.jobQueue = jobQueue;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * Runs before all other listeners of the event: the payload shows the state at that time, and
     * the message precedes those of consequences.
     */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void enqueue(AccountEvent event) {
        var listening = endpoints();
        if (!listening.isEmpty()) {
            enqueue(listening, event);
        }
    }

    /** A style may send several messages for one event, each with its own id. */
    private void enqueue(List<WebhookEndpoint> listening, AccountEvent event) {
        var messages = new HashMap<MessageKey, Message>();
        var numbers = new HashMap<Integer, Long>();
        for (var endpoint : listening) {
            var names = MessageNames.of(event, endpoint.style());
            for (var place = 0; place < names.size(); place++) {
                var name = names.get(place);
                if (endpoint.selects(name, event)) {
                    var number =
                            numbers.computeIfAbsent(
                                    place, first -> numbering.next("webhook-message"));
                    var message =
                            messages.computeIfAbsent(
                                    new MessageKey(endpoint.style(), name, endpoint.apiVersion()),
                                    first -> message(event, name, endpoint, number));
                    accept(endpoint, message, Origin.EVENT);
                }
            }
        }
    }

    private Message message(
            AccountEvent event, String name, WebhookEndpoint endpoint, long number) {
        var id = messageId(endpoint.style(), number);
        return new Message(id, name, payloads.body(event, name, endpoint, id, clock.instant()));
    }

    /** The key of equal messages: endpoints with this in common receive an identical body. */
    private record MessageKey(WebhookFormat style, String name, Optional<String> apiVersion) {}

    String newMessageId(WebhookFormat style) {
        return messageId(style, numbering.next("webhook-message"));
    }

    private static String messageId(WebhookFormat style, long number) {
        return style.messagePrefix() + Tokens.of("webhook-message", number, MESSAGE_LENGTH);
    }

    /** Returns the endpoints, read once in a unit of work, which may run many scheduled tasks. */
    private List<WebhookEndpoint> endpoints() {
        return known.get(() ->
                // an account that never had an endpoint is recognized without a statement
                numbering.last(Webhooks.NUMBERING) == 0
                        ? List.of()
                        : endpoints.findAllByOrderByNumber());
    }

    /** Creates a delivery of a message and applies the endpoint's faults. */
    Delivery accept(WebhookEndpoint endpoint, Message message, Origin origin) {
        var delivery = create(endpoint, message, origin);
        var how = endpoint.faults();
        if (endpoint.dropsNext()) {
            delivery.drop();
            return delivery;
        }
        var due = clock.instant().plus(how.delay());
        if (how.reorder()) {
            overtake(endpoint, delivery, due);
        } else {
            send(delivery, due);
        }
        if (how.duplicate()) {
            send(create(endpoint, message, Origin.DUPLICATE), due);
        }
        return delivery;
    }

    Delivery create(WebhookEndpoint endpoint, Message message, Origin origin) {
        var number = numbering.next("webhook-delivery");
        if (number % FORGET_EVERY == 0) {
            attempts.deleteOver(number - properties.keep(), Delivery.OPEN);
            deliveries.deleteOver(number - properties.keep(), Delivery.OPEN);
        }
        Change.queued(endpoint.number(), number);
        return deliveries.save(
                new Delivery(number, endpoint.number(), message, origin, clock.instant()));
    }

    private void overtake(WebhookEndpoint endpoint, Delivery delivery, Instant due) {
        var held = endpoint.releaseHeld().flatMap(deliveries::findByNumber);
        if (held.isEmpty()) {
            endpoint.hold(delivery.number());
            send(delivery, due.plus(HELD));
        } else {
            send(delivery, due);
            schedule.cancel(KIND, held.get().number());
            send(held.get(), due.isAfter(clock.instant()) ? due.plus(JUST_AFTER) : due);
        }
    }

    /** Schedules a delivery, or queues it at once when it is due. */
    void send(Delivery delivery, Instant due) {
        if (due.isAfter(clock.instant())) {
            delivery.waitUntil(due);
            schedule.schedule(KIND, delivery.number(), due);
        } else {
            delivery.queue(numbering.next("webhook-queue"), due);
            jobQueue.enqueue(Dispatcher.KIND, delivery.endpointNumber());
        }
        deliveries.save(delivery);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void runDue(long number, Instant at) {
        deliveries
                .findByNumber(number)
                .filter(delivery -> delivery.status() == Status.WAITING)
                .ifPresent(delivery -> {
                    endpoints
                            .findByNumber(delivery.endpointNumber())
                            .ifPresent(endpoint -> endpoint.forget(number));
                    send(delivery, at);
                });
    }

    /** Returns the endpoint's next delivery; completes the job when there is none. */
    @AccountTransactional
    public Optional<OutboundMessage> next(JobQueue.Lease lease) {
        return jobQueue.renew(lease) ? first(lease) : Optional.empty();
    }

    private Optional<OutboundMessage> first(JobQueue.Lease lease) {
        var endpoint = endpoints.findByNumber(lease.subject());
        var delivery =
                deliveries.findFirstByEndpointNumberAndStatusOrderByQueuePosition(
                        lease.subject(), Status.PENDING);
        if (endpoint.isEmpty() || delivery.isEmpty()) {
            jobQueue.finish(lease);
            return Optional.empty();
        }
        return Optional.of(OutboundMessage.of(delivery.get(), endpoint.get()));
    }

    /**
     * Records the result of an attempt, unless the delivery was deleted meanwhile or the lease was
     * lost. Returns the next delivery.
     */
    @AccountTransactional
    public Optional<OutboundMessage> recordOutcome(
            JobQueue.Lease lease, OutboundMessage sent, Outcome outcome) {
        if (!jobQueue.isValid(lease)) {
            return Optional.empty();
        }
        deliveries
                .findByNumber(sent.delivery())
                .ifPresent(delivery -> recordOutcome(delivery, sent, outcome));
        return next(lease);
    }

    private void recordOutcome(Delivery delivery, OutboundMessage sent, Outcome outcome) {
        attempts.save(new Attempt(numbering.next("webhook-attempt"), delivery, outcome));
        delivery.countAttempt();
        if (delivery.status() == Status.PENDING
                && delivery.queuePosition() == sent.queuePosition()) {
            if (outcome.isSuccess()) {
                delivery.markDelivered();
            } else if (outcome.isGone()) {
                delivery.markFailed();
                endpoints
                        .findByNumber(delivery.endpointNumber())
                        .ifPresent(endpoint -> disable(endpoint, "It answered 410 Gone"));
            } else {
                tryAgain(delivery, sent.style());
            }
        }
        deliveries.save(delivery);
    }

    /**
     * Pauses count from the instant at which the attempt was due, however far the clock has moved
     * since.
     */
    private void tryAgain(Delivery delivery, WebhookFormat style) {
        var pauses = style.pauses();
        if (delivery.attempts() > pauses.size()) {
            delivery.markFailed();
        } else {
            send(delivery, delivery.dueAt().plus(pauses.get(delivery.attempts() - 1)));
        }
    }

    /** Disables an endpoint and cancels its unfinished deliveries. */
    void disable(WebhookEndpoint endpoint, String reason) {
        endpoint.disable(reason);
        deliveries
                .findAllByEndpointNumberAndStatusInOrderByNumber(endpoint.number(), Delivery.OPEN)
                .forEach(delivery -> {
                    schedule.cancel(KIND, delivery.number());
                    delivery.cancel();
                });
    }

    /** Deletes all deliveries of an endpoint with their attempts. */
    void forget(WebhookEndpoint endpoint) {
        deliveries
                .findAllByEndpointNumberAndStatusInOrderByNumber(endpoint.number(), Delivery.OPEN)
                .forEach(delivery -> schedule.cancel(KIND, delivery.number()));
        attempts.deleteAllOf(endpoint.number());
        deliveries.deleteAllOf(endpoint.number());
    }
}
