/**
 * Simulated Stripe: its API, cards and payment methods, intents, and the stand-in for Stripe.js.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "http", "payment", "webhook"})
package dev.paystub.stripe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
