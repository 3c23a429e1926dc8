/** Organizations and their per-instance subscriptions. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "payment"})
package dev.paystub.subscription;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
