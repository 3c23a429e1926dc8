/**
 * Orders, and the services (hostings, as WHMCS calls them) that they create, bill by the hour or
 * the month, and renew. {@link dev.paystub.order.Ordering} is the door and the place to begin.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel", "account", "engine", "audit", "world", "catalog", "invoice", "payment"
        })
package dev.paystub.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
