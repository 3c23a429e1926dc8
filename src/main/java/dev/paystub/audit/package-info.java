/**
 * Invariants of an account's rows, checked at {@code /sandbox/audit} and in the background. A
 * module declares its rules as {@link dev.paystub.audit.AuditRule} beans; begin with {@link
 * dev.paystub.audit.Audits}, which runs them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine"})
package dev.paystub.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
