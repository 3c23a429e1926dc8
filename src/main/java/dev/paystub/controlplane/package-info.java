/**
 * What the controllers below {@code /sandbox} share: who may call them, the refusal of unknown
 * fields and parameters, ids, instants and numbers of queries. A control-plane controller itself
 * lives with its feature; begin with {@link dev.paystub.controlplane.SandboxSecurity}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine", "http", "operation"})
package dev.paystub.controlplane;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
