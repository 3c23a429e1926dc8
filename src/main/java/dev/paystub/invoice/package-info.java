/** Invoices, their items, and the credit ledger they feed. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account"})
package dev.paystub.invoice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
