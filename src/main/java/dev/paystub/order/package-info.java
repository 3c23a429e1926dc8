/**
 * PureGPU's orders and the services (WHMCS: hostings) that they create, with hourly and monthly
 * billing. The API is {@link dev.paystub.order.Ordering}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "catalog", "invoice", "payment"})
package dev.paystub.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
