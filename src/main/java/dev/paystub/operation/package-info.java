/**
 * Everything for operators: probes, health, information, metrics, and access to the operator's
 * routes. Begin with {@link dev.paystub.operation.OperatorAccess}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"account", "engine", "http", "launch", "security"})
package dev.paystub.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
