package dev.paystub.subscription;

import dev.paystub.kernel.Money;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code paystub.subscriptions}.
 *
 * @param freeResources the number of resources that an organization may use without a subscription
 * @param prices the volume steps: the monthly price of every unit from a quantity on
 */
@ConfigurationProperties("paystub.subscriptions")
record SubscriptionProperties(@DefaultValue("3") int freeResources, List<Step> prices) {

    record Step(int from, BigDecimal unit) {}

    SubscriptionProperties {
        if (freeResources < 0) {
            throw new IllegalArgumentException(
                    "PAYSTUB_SUBSCRIPTIONS_FREERESOURCES is %d, but must be at least 0"
                            .formatted(freeResources));
        }
        prices = prices.stream().sorted(Comparator.comparingInt(Step::from)).toList();
        if (prices.isEmpty() || prices.getFirst().from() != 1) {
            throw new IllegalArgumentException(
                    "paystub.subscriptions.prices must have a step from 1 on");
        }
        if (prices.stream().map(Step::from).distinct().count() < prices.size()
                || prices.stream().anyMatch(step -> step.unit().signum() < 0)) {
            throw new IllegalArgumentException(
                    "paystub.subscriptions.prices must have one step for each from, and no price"
                            + " below 0");
        }
    }

    /** Returns the monthly price of a unit at a quantity. */
    Money unitPrice(int quantity) {
        return prices.stream()
                .filter(step -> step.from() <= quantity)
                .reduce((lower, higher) -> higher)
                .map(step -> new Money(step.unit()))
                .orElseThrow();
    }
}
