package dev.paystub.subscription;

import dev.paystub.account.EventSource;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Declares the event types of this module. */
@Component
class SubscriptionEvents implements EventSource {

    @Override
    public Set<String> eventTypes() {
        return Set.of(
                "billing.paid",
                "billing.payment_failed",
                "organization.created",
                "organization.purged",
                "organization.resources_changed",
                "subscription.created",
                "subscription.updated");
    }
}
