/**
 * How an account changes: units of work under the account's lock, numbering, the schedule and its
 * poller, the test clock, the event log, and the dry run. {@link
 * dev.paystub.engine.AccountTransactional} marks a change; begin with {@link
 * dev.paystub.engine.AccountTransactions}, which runs it.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account"})
package dev.paystub.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
