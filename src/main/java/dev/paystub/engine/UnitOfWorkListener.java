package dev.paystub.engine;

import dev.paystub.account.AccountEvent;
import java.util.List;

/**
 * Takes part in every unit of work of every account. Features outside the engine implement it as
 * beans, so that the engine names none of them.
 */
public interface UnitOfWorkListener {

    /**
     * Called in the transaction of a requested change, under the account's lock, before the change
     * runs. An exception refuses the change.
     */
    default void beforeChange() {}

    /**
     * Called on the thread that made the change, once it is committed and the account's lock is
     * released. A dry run commits nothing and is not told.
     */
    default void afterCommit(Committed work) {}

    /**
     * A transaction that was committed.
     *
     * @param account the id of the account
     * @param events what happened, in order
     * @param tasks the kinds of scheduled tasks that ran, in order
     */
    record Committed(long account, List<AccountEvent> events, List<String> tasks) {}
}
