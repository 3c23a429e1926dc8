package dev.paystub.catalog;

import dev.paystub.kernel.Money;
import java.math.BigDecimal;

/**
 * A product that can be ordered: a GPU server with its hardware and a price for each billing cycle.
 */
public record Product(int pid, String name, Hardware hardware, Pricing pricing) {

    /** The hardware as the billing document lists it: twelve values, all of them strings. */
    public record Hardware(
            String gpuName,
            String gpuVram,
            String gpuManufacturer,
            String gpuCount,
            String cpuName,
            String cpuCores,
            String cpuClock,
            String cpuManufacturer,
            String ram,
            String ramType,
            String diskSpace,
            String diskType) {}

    /**
     * Prices in US dollars an hour and a month. The monthly price is not computed from the hourly
     * one.
     */
    public record Pricing(BigDecimal hourly, BigDecimal monthly) {}

    /** Returns the price of one hour or one month. */
    public Money price(BillingCycle cycle) {
        return new Money(
                switch (cycle) {
                    case HOURLY -> pricing.hourly();
                    case MONTHLY -> pricing.monthly();
                });
    }
}
