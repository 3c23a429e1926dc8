/**
 * Payment of PureGPU's invoices: stored cards, crypto payments and dunning. Declares the ports that
 * the simulated providers implement. The API is {@link dev.paystub.payment.Payments} and {@link
 * dev.paystub.payment.StoredCards}; {@code Dunning} retries failed charges.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "invoice"})
package dev.paystub.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
