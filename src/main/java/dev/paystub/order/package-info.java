/** Orders and the hostings (running services) they create and renew. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "catalog", "invoice", "payment"})
package dev.paystub.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
