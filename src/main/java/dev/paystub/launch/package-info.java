/**
 * How the process begins and ends: what the jar does besides serving, the settings by name, and one
 * sentence for whatever keeps the server from starting.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.paystub.launch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
