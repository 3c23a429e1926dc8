/**
 * The calling account: its key, role, tenant and clock state, the base class of all its rows, the
 * tables that hold them, and the events that rows publish. {@link
 * dev.paystub.account.CurrentAccount} is the entry point; begin with {@link
 * dev.paystub.account.AccountScoped}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel"})
package dev.paystub.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
