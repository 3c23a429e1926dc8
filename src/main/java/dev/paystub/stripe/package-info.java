/**
 * The simulated Stripe: what its API's objects share (errors, form parameters, paging, expansion,
 * keys). Its objects are in the packages below; begin with {@link dev.paystub.stripe.StripeError}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "engine",
            "http",
            "security",
            "invoice",
            "payment",
            "subscription",
            "webhook"
        })
package dev.paystub.stripe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
