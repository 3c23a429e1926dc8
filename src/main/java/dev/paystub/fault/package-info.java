/**
 * Failure on purpose: rules of an account, wishes of a single request ({@code Prefer}), and
 * connections that break. Rules are kept at {@code /sandbox/faults}; begin with {@link
 * dev.paystub.fault.FaultRules}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine", "http", "controlplane"})
package dev.paystub.fault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
