package dev.paystub.checkout;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the simulated Stripe behaves.
 *
 * @param activationDelay how long after its checkout a subscription starts; the real one hears of
 *     it from a webhook
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
