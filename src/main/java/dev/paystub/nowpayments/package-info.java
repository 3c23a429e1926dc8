/**
 * The simulated crypto gateway: currencies, rates, addresses, the course of a payment, deposits,
 * its page, and its notifications. Begin with {@link dev.paystub.nowpayments.PaymentCase}, the
 * table of what can become of a payment.
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
