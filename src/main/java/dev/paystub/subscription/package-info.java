/**
 * Cloud Plans' organizations, their subscriptions for each instance, and bills of their own,
 * monthly in arrears. {@link dev.paystub.subscription.Subscribing} is the door and the place to
 * begin.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "account", "engine", "audit", "world", "payment"})
package dev.paystub.subscription;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
