package dev.paystub.job;

/**
 * One kind of work that leaves the account, such as a message to another server, and so is done
 * after the turn that asked for it, in real time; what is to be done is kept in {@link JobQueue}.
 */
public interface Job {

    /** The name under which it is asked for. */
    String kind();

    /**
     * Does what there is to do for a subject, as the account, on a thread of its own and outside
     * any transaction, while nobody else does. It ends when {@link JobQueue#keep} or its own change
     * says so, and says {@link JobQueue#finish} in the turn in which it finds nothing left.
     */
    void run(JobQueue.Lease lease);
}
