package dev.paystub.account;

/**
 * Hears of the end of an account's state. For features that keep records of an account outside of
 * its tenant tables, which are cleared for them.
 */
public interface AccountListener {

    /** The current account has been reset: its state has been replaced by another beginning. */
    default void reset() {}

    /** The account is being deleted, within the current transaction. */
    void removed(long account);
}
