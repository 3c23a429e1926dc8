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

    CheckoutProperties {
        if (activationDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "paystub.stripe.activation-delay must not be negative");
        }
    }
}
