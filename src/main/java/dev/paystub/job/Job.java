package dev.paystub.job;

/**
 * One kind of work with effects outside the account, such as a message to another server. It runs
 * in real time after the transaction that asked for it; {@link JobQueue} stores the pending work.
 */
public interface Job {

    /** Returns the kind under which {@link JobQueue} stores the job. */
    String kind();

    /**
     * Does the pending work for a subject, bound to the account, on a thread of its own and outside
     * any transaction. Only the lease holder runs it. It must stop when {@link JobQueue#renew}
     * returns false or a change of its own ends the work, and must call {@link JobQueue#finish} in
     * the transaction in which it finds nothing left to do.
     */
    void run(JobQueue.Lease lease);
}
