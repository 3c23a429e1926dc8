/**
 * Operations: probes, health, information and metrics for monitoring systems. Begin with {@code
 * ProbeController}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account"})
package dev.paystub.watch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
