package dev.paystub.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks leave.
 *
 * @param allow where they may go: host names, patterns such as {@code *.example.com}, and networks
 *     such as {@code 10.0.0.0/8}; when empty, anywhere but to link-local and metadata addresses
 * @param timeout how long one attempt may take in all
 * @param keep how many deliveries of an account are remembered once they are over
 */
@ConfigurationProperties("paystub.webhooks")
record WebhookProperties(
        @DefaultValue List<String> allow,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue("1000") int keep) {

    WebhookProperties {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "PAYSTUB_WEBHOOKS_TIMEOUT must be up to %ss".formatted(LONGEST.toSeconds()));
        }
        if (keep < 1) {
            throw new IllegalArgumentException("PAYSTUB_WEBHOOKS_KEEP must be at least 1");
        }
    }

    /** Well within the lease of an errand. */
    private static final Duration LONGEST = Duration.ofSeconds(30);
}
