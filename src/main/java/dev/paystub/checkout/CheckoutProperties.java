package dev.paystub.checkout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the simulated Stripe.
 *
 * @param activationDelay time from a completed checkout to the start of its subscription; in the
 *     real system Stripe reports the completion by a webhook
 */
@ConfigurationProperties("paystub.stripe")
record CheckoutProperties(@DefaultValue("0s") Duration activationDelay) {

    private static final Duration LONGEST_DELAY = Duration.ofDays(365);

    CheckoutProperties {
        if (activationDelay.isNegative() || activationDelay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "PAYSTUB_STRIPE_ACTIVATIONDELAY is %s, but must be from 0s to %dd"
                            .formatted(activationDelay, LONGEST_DELAY.toDays()));
        }
    }
}
