/**
 * Invoices with their items, and the credit ledger that they feed. {@link
 * dev.paystub.invoice.Invoicing} and {@link dev.paystub.invoice.Ledger} are the doors; begin with
 * {@link dev.paystub.invoice.Invoice}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine", "audit", "world"})
package dev.paystub.invoice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
