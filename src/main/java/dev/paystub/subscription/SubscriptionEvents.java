package dev.paystub.subscription;

import dev.paystub.account.EventSource;
import dev.paystub.account.Lifecycle;
import java.util.List;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Declares the event types of this module. */
@Component
@Order(5)
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

    @Override
    public List<Lifecycle> lifecycles() {
        return List.of(Subscription.LIFECYCLE, BillingRecord.LIFECYCLE);
    }
}
