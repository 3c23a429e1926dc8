package dev.paystub.webhook;

import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Labelled;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The style of an endpoint's webhooks: their bodies, signatures and retry schedule. */
public enum WebhookFormat implements Labelled {
    STANDARD("msg_"),
    STRIPE("evt_"),
    NOWPAYMENTS("ipn_");

    private final String messagePrefix;

    WebhookFormat(String messagePrefix) {
        this.messagePrefix = messagePrefix;
    }

    /**
     * Parses a style.
     *
     * @throws DomainException.Invalid when there is no such style
     */
    public static WebhookFormat of(String label) {
        return Labelled.of(values(), "style", label);
    }

    String messagePrefix() {
        return messagePrefix;
    }

    /**
     * Returns the pauses between attempts; after the last one a delivery has failed. Standard
     * Webhooks recommends its schedule. Stripe's sandboxes retry three times over a few hours.
     * NOWPayments lets a merchant choose, such as three times at one minute.
     */
    List<Duration> pauses() {
        return switch (this) {
            case STANDARD -> durations("PT5S PT5M PT30M PT2H PT5H PT10H PT14H PT20H PT24H");
            case STRIPE -> durations("PT5M PT30M PT2H");
            case NOWPAYMENTS -> durations("PT1M PT1M PT1M");
        };
    }

    private static List<Duration> durations(String texts) {
        return Stream.of(texts.split(" ")).map(Duration::parse).toList();
    }
}
