/**
 * The simulated crypto gateway: currencies, rates, addresses, the progress of a payment, deposits,
 * its page, and its notifications. Begin with {@link dev.paystub.nowpayments.PaymentCase}, the
 * table of the ways in which a payment can proceed.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "engine",
            "http",
            "controlplane",
            "audit",
            "payment",
            "webhook"
        })
package dev.paystub.nowpayments;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
