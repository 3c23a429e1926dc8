/**
 * Stripe's hosted pages: checkout and the card portal, what they show and what they bring about.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "account", "http", "payment", "stripe", "webhook"})
package dev.paystub.checkout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
