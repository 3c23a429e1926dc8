package dev.paystub.webhook;

import dev.paystub.kernel.DomainException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose webhooks an endpoint's are like: their bodies, their signature and their patience. */
public enum WebhookFormat {
    STANDARD("msg_"),
    STRIPE("evt_"),
    NOWPAYMENTS("ipn_");

    private final String messagePrefix;

    WebhookFormat(String messagePrefix) {
        this.messagePrefix = messagePrefix;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws Refusal.Invalid when there is no such style
     */
    public static WebhookFormat of(String label) {
        return Arrays.stream(values())
                .filter(style -> style.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new DomainException.Invalid(
                                "style must be one of "
                                        + Arrays.stream(values())
                                                .map(WebhookFormat::label)
                                                .collect(Collectors.joining(", "))));
    }

    String messagePrefix() {
        return messagePrefix;
    }

    /**
     * How long after each failed attempt comes the next; at the end of the list, none does.
     * Standard Webhooks recommends its schedule; Stripe's sandboxes try three times more over a few
     * hours; NOWPayments as often as a merchant says, such as three times at a minute.
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
