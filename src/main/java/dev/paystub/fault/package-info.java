/**
 * Requests that fail on purpose: rules of an account, preferences of a single request ({@code
 * Prefer}), and broken connections. The rules are at {@code /sandbox/faults}; begin with {@link
 * dev.paystub.fault.FaultRules}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "engine",
            "http",
            "http :: connection",
            "controlplane"
        })
package dev.paystub.fault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
