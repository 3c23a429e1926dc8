package dev.paystub.account;

/**
 * Observes the end of an account's state. For features that keep records of an account outside its
 * tenant tables; the tenant tables are cleared without their help.
 */
public interface AccountListener {

    /** Called when a reset has replaced the current account's rows by a baseline. */
    default void reset() {}

    /** Called when the account is being deleted, within the current transaction. */
    void removed(long account);
}
