/** Cards, crypto payments, paying an invoice; declares the two gateway ports. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "invoice"})
package dev.paystub.payment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
