/** Control plane: clock, reset and resource use of the caller's account. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "subscription", "http"})
package dev.paystub.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
