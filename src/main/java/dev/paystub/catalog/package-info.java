/**
 * Products with their hourly and monthly prices, the same for every account, read once from {@code
 * catalog.yaml}. {@link dev.paystub.catalog.Catalog} is the door.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.paystub.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
