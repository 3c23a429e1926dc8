/** Keys, tenancy, each account's own clock, what falls due on it, numbering and seeding. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.paystub.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
