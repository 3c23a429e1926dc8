/**
 * Work with effects outside the account, such as a webhook delivery. It is queued in the
 * transaction that asks for it and runs afterwards, in real time, in one process at a time. {@link
 * dev.paystub.job.JobQueue} is the entry point; begin with {@link dev.paystub.job.JobWorker}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine"})
package dev.paystub.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
