package dev.paystub.catalog;

import java.util.Arrays;
import java.util.Optional;

/** The interval at which a service is billed. */
public enum BillingCycle {
    HOURLY("hourly"),
    MONTHLY("Monthly");

    private final String label;

    BillingCycle(String label) {
        this.label = label;
    }

    /**
     * Returns the cycle as {@code GET /services} spells it: {@code hourly} in lower case, {@code
     * Monthly} as WHMCS does.
     */
    public String label() {
        return label;
    }

    /** Parses the cycle of an order, in any case. */
    public static Optional<BillingCycle> of(String name) {
        return Arrays.stream(values())
                .filter(cycle -> cycle.label.equalsIgnoreCase(name))
                .findFirst();
    }
}
