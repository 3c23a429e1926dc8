/** Control plane: clock, reset, resource use and hosted pages of the caller's account. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "http",
            "payment",
            "subscription",
            "stripe",
            "checkout"
        })
package dev.paystub.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
