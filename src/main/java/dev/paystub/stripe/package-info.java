/** Simulated Stripe: cards, payment methods and what becomes of them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "http", "payment", "webhook"})
package dev.paystub.stripe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
