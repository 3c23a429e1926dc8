/**
 * Stripe's hosted pages: checkout and the card portal. Other packages use {@link
 * dev.paystub.checkout.CheckoutService}; begin with {@link dev.paystub.checkout.CheckoutSession}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "engine",
            "http",
            "controlplane",
            "payment",
            "webhook",
            "stripe",
            "stripe :: card"
        })
package dev.paystub.checkout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
