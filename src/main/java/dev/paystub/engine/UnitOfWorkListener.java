package dev.paystub.engine;

import dev.paystub.account.AccountEvent;
import java.util.List;

/**
 * Observes every unit of work of every account. Features outside the engine implement it as beans,
 * so that the engine does not depend on them.
 */
public interface UnitOfWorkListener {

    /**
     * Called in the transaction of a requested change, under the account's lock, before the change
     * runs. An exception rejects the change.
     */
    default void beforeChange() {}

    /**
     * Called on the thread that asked for the change, after the commit and after the account's lock
     * is released. An exception is logged. Not called for a dry run, which commits nothing.
     */
    default void afterCommit(Committed work) {}

    /**
     * A committed transaction.
     *
     * @param account the id of the account
     * @param events its events, in order
     * @param tasks the kinds of scheduled tasks that ran, in order
     */
    record Committed(long account, List<AccountEvent> events, List<String> tasks) {}
}
