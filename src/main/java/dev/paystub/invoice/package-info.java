/**
 * PureGPU's invoices with their items, and the credit ledger. The API is {@link
 * dev.paystub.invoice.Invoicing} and {@link dev.paystub.invoice.Ledger}; begin with {@link
 * dev.paystub.invoice.Invoice}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account"})
package dev.paystub.invoice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
