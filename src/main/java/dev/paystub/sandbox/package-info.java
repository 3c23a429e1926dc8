/** Control plane: clock, reset, resource use, hosted pages and deposits of the caller's account. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "http",
            "scenario",
            "invoice",
            "payment",
            "order",
            "subscription",
            "stripe",
            "checkout",
            "nowpayments",
            "webhook"
        })
package dev.paystub.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
