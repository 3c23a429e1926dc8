/** Products and their hourly and monthly prices, the same for every account. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.paystub.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
