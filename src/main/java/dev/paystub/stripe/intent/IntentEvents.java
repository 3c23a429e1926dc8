package dev.paystub.stripe.intent;

import dev.paystub.account.EventSource;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The event types of SetupIntents and PaymentIntents. */
@Component
class IntentEvents implements EventSource {

    @Override
    public Set<String> eventTypes() {
        return Set.of(
                "payment_intent.amount_capturable_updated",
                "payment_intent.canceled",
                "payment_intent.created",
                "payment_intent.payment_failed",
                "payment_intent.requires_action",
                "payment_intent.succeeded",
                "setup_intent.canceled",
                "setup_intent.created",
                "setup_intent.requires_action",
                "setup_intent.setup_failed",
                "setup_intent.succeeded");
    }
}
