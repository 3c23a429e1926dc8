package dev.paystub.order;

import dev.paystub.catalog.BillingCycle;
import dev.paystub.kernel.Money;
import dev.paystub.order.Hosting.Status;
import java.time.LocalDate;

/**
 * A service, for display.
 *
 * @param suspensionReason empty when it is not suspended
 * @param amount the price of a period
 */
public record HostingView(
        long number,
        int pid,
        LocalDate regDate,
        String domain,
        String suspensionReason,
        Status status,
        BillingCycle billingCycle,
        Money amount) {}
