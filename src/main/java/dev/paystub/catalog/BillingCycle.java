package dev.paystub.catalog;

import java.util.Arrays;
import java.util.Optional;

/** How a service is billed. */
public enum BillingCycle {
    HOURLY("hourly"),
    MONTHLY("Monthly");

    private final String label;

    BillingCycle(String label) {
        this.label = label;
    }

    /** The cycle as services show it: one in lower case, the other as WHMCS spells it. */
    public String label() {
        return label;
    }

    /** The cycle a customer asks for, in any case. */
    public static Optional<BillingCycle> of(String name) {
        return Arrays.stream(values())
                .filter(cycle -> cycle.label.equalsIgnoreCase(name))
                .findFirst();
    }
}
