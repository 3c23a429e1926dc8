/**
 * Cloud Plans' organizations, their subscriptions and bills. The API is {@link
 * dev.paystub.subscription.Subscribing}; {@code ArrearsBilling} computes and charges the bills.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "payment"})
package dev.paystub.subscription;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
