/** The Cloud Plans wire: routes, JSON, Bearer, error envelope. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "subscription", "http", "webhook"})
package dev.paystub.cloudplans;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
