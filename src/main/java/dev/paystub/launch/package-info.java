/**
 * How a server starts: the commands of the jar, the check of the environment's settings by name,
 * which beans are created at once, later or when first needed, and one sentence for a start that
 * fails. Begin with {@link dev.paystub.launch.Command}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.paystub.launch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
