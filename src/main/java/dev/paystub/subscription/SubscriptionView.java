package dev.paystub.subscription;

import java.time.YearMonth;

/**
 * A subscription that runs, for display.
 *
 * @param cardExpiry the month in which its card expires
 */
public record SubscriptionView(int quantity, YearMonth cardExpiry) {}
