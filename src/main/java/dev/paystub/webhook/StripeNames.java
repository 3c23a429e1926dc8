package dev.paystub.webhook;

import dev.paystub.account.AccountEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Stripe's event types for Paystub's events. An event without a counterpart keeps its type; some
 * events have two counterparts.
 */
final class StripeNames {

    private static final String CREATED = "invoice.created";
    private static final String DELETED = "customer.subscription.deleted";
    private static final List<String> PAID = List.of("invoice.paid", "invoice.payment_succeeded");

    private static final Map<String, List<String>> NAMES =
            Map.ofEntries(
                    Map.entry(CREATED, List.of(CREATED, "invoice.finalized")),
                    Map.entry("invoice.usage_opened", List.of(CREATED)),
                    Map.entry("invoice.paid", PAID),
                    Map.entry("invoice.capture_given_up", List.of("invoice.overdue")),
                    Map.entry("card.added", List.of("payment_method.attached")),
                    Map.entry("card.removed", List.of("payment_method.detached")),
                    Map.entry("card.made_default", List.of("customer.updated")),
                    Map.entry("checkout.session.complete", List.of("checkout.session.completed")),
                    Map.entry("subscription.created", List.of("customer.subscription.created")),
                    Map.entry("subscription.updated", List.of("customer.subscription.updated")),
                    Map.entry("billing.paid", PAID),
                    Map.entry("billing.payment_failed", List.of("invoice.payment_failed")),
                    Map.entry("organization.created", List.of("customer.created")));

    private StripeNames() {}

    /** Returns Stripe's event types for an event, in the order of sending. */
    static List<String> of(AccountEvent event) {
        var to = event.to();
        if (event.type().equals("subscription.updated")
                && to != null
                && to.startsWith("canceled")) {
            return List.of(DELETED);
        }
        return NAMES.getOrDefault(event.type(), List.of(event.type()));
    }

    /** Returns Stripe's possible event types for an event type. */
    static Set<String> ofType(String type) {
        var names = new TreeSet<>(NAMES.getOrDefault(type, List.of(type)));
        if (type.equals("subscription.updated")) {
            names.add(DELETED);
        }
        return names;
    }

    /** Returns the first of Stripe's event types for an event type. */
    static String firstOfType(String type) {
        return NAMES.getOrDefault(type, List.of(type)).getFirst();
    }
}
