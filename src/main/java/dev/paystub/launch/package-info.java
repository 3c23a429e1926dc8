/**
 * What happens before Spring: the commands of the jar, the check of the environment's settings by
 * name, and one sentence for a start that fails. Begin with {@link dev.paystub.launch.Command};
 * nothing outside uses this package.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.paystub.launch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
