/**
 * The product catalogue: products, their hardware, and their hourly and monthly prices, equal for
 * every account. Begin with {@link dev.paystub.catalog.Catalog}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.paystub.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
