package dev.paystub.webhook;

import dev.paystub.account.AccountEvent;
import java.util.Map;

/** What Stripe calls what happens here; what it has no name for keeps its own. */
final class StripeNames {

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("invoice.usage_opened", "invoice.created"),
                    Map.entry("invoice.capture_given_up", "invoice.overdue"),
                    Map.entry("card.added", "payment_method.attached"),
                    Map.entry("card.removed", "payment_method.detached"),
                    Map.entry("card.made_default", "customer.updated"),
                    Map.entry("checkout.session.complete", "checkout.session.completed"),
                    Map.entry("subscription.created", "customer.subscription.created"),
                    Map.entry("subscription.updated", "customer.subscription.updated"),
                    Map.entry("billing.paid", "invoice.paid"),
                    Map.entry("billing.payment_failed", "invoice.payment_failed"),
                    Map.entry("organization.created", "customer.created"));

    private StripeNames() {}

    static String of(AccountEvent event) {
        var to = event.to();
        if (event.type().equals("subscription.updated")
                && to != null
                && to.startsWith("canceled")) {
            return "customer.subscription.deleted";
        }
        return NAMES.getOrDefault(event.type(), event.type());
    }
}
