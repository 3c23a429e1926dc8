/**
 * The start of the process: the jar's commands, the check of the settings, and one sentence for a
 * failure to start. Begin with {@link dev.paystub.launch.Command}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.paystub.launch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
