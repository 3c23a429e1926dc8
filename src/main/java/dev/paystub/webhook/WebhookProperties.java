package dev.paystub.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code paystub.webhooks}.
 *
 * @param allow the allowed targets: host names, patterns such as {@code *.example.com}, and blocks
 *     such as {@code 10.0.0.0/8}; when empty, all but link-local and metadata addresses
 * @param timeout the time limit of one attempt
 * @param keep the number of deliveries for each account that are kept
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

    /** Well within the lease of a job. */
    private static final Duration LONGEST = Duration.ofSeconds(30);
}
