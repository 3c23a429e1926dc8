/**
 * Shared parts of the controllers below {@code /sandbox}: security, the refusal of unknown fields
 * and parameters, and the parsing of ids, instants and numbers. A control-plane controller itself
 * is in the package of its feature; begin with {@link dev.paystub.controlplane.SandboxSecurity}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine", "http", "operation"})
package dev.paystub.controlplane;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
