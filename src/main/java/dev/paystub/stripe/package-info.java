/** Simulated Stripe: payment methods, checkout page and card portal. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "payment"})
package dev.paystub.stripe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
