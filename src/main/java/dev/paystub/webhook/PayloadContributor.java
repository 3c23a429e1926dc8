package dev.paystub.webhook;

import dev.paystub.account.AccountEvent;
import java.util.Map;
import java.util.Optional;

/** The port to whoever knows how what a fact happened to looks on a wire. */
public interface PayloadContributor {

    /**
     * The subject as it is at this moment, within the turn of the fact, as the API that a style
     * imitates shows it; empty when that is not this module's to say. To be written as JSON.
     */
    Optional<Object> show(AccountEvent event, WebhookFormat style);

    /**
     * What of the subject was otherwise before, as Stripe shows it: its fields by their names, with
     * their former values; empty when nothing was, or that is not this module's to say.
     */
    default Map<String, Object> before(AccountEvent event) {
        return Map.of();
    }
}
