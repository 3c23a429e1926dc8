/**
 * Stripe's hosted pages: checkout and the card portal. {@link dev.paystub.checkout.CheckoutService}
 * is the door; begin with {@link dev.paystub.checkout.CheckoutSession}.
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
