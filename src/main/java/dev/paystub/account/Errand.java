package dev.paystub.account;

/**
 * One kind of work that leaves the account, such as a message to another server, and so is done
 * after the turn that asked for it, in real time; what is to be done is kept in {@link Errands}.
 */
public interface Errand {

    /** The name under which it is asked for. */
    String kind();

    /**
     * Does what there is to do for a subject, as the account, on a thread of its own and outside
     * any transaction, while nobody else does. It ends when {@link Errands#keep} or its own change
     * says so, and says {@link Errands#finish} in the turn in which it finds nothing left.
     */
    void run(Errands.Lease lease);
}
