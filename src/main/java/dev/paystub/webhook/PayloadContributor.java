package dev.paystub.webhook;

import dev.paystub.account.AccountEvent;
import java.util.Map;
import java.util.Optional;

/** The port to a module that can represent the subject of an event, as its API does. */
public interface PayloadContributor {

    /**
     * Returns the subject's current state, within the transaction of the event, in the
     * representation of the API that the style imitates. The result is serialized as JSON; it is
     * empty when the subject belongs to another module.
     */
    Optional<Object> payload(AccountEvent event, WebhookFormat style);

    /**
     * Returns Stripe's {@code previous_attributes}: the fields of the subject that have changed, by
     * their names, with their former values. The result is empty when none has changed, or the
     * subject belongs to another module.
     */
    default Map<String, Object> previousAttributes(AccountEvent event) {
        return Map.of();
    }
}
