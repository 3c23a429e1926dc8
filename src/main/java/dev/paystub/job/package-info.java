/**
 * Work that leaves the account, such as a webhook: it is queued in the transaction that asks for it
 * and done afterwards, in real time, by one process at a time. {@link dev.paystub.job.JobQueue} is
 * the door; begin with {@link dev.paystub.job.JobWorker}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine"})
package dev.paystub.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
