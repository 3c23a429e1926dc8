/**
 * Stored cards, crypto payments, the payment of invoices and dunning; the ports to the payment
 * gateways. {@link dev.paystub.payment.Payments} is the door; begin with {@link
 * dev.paystub.payment.CardGateway}, which the simulated Stripe implements.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "account", "engine", "audit", "world", "invoice"})
package dev.paystub.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
