package dev.paystub.catalog;

import dev.paystub.kernel.Money;
import java.math.BigDecimal;

/** Something that can be ordered: a GPU server with its hardware and its price for each cycle. */
public record Product(int pid, String name, Hardware hardware, Pricing pricing) {

    /** The document's twelve values, all of them texts. */
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

    /** US dollars an hour and a month; neither follows from the other. */
    public record Pricing(BigDecimal hourly, BigDecimal monthly) {}

    /** What one hour or one month costs. */
    public Money price(BillingCycle cycle) {
        return new Money(
                switch (cycle) {
                    case HOURLY -> pricing.hourly();
                    case MONTHLY -> pricing.monthly();
                });
    }
}
