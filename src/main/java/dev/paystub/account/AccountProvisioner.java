package dev.paystub.account;

import java.time.Instant;
import java.util.Optional;

/**
 * Creates accounts with their first rows. The engine uses this interface so that it depends neither
 * on seed files and scenarios nor on the removal of idle accounts.
 */
public interface AccountProvisioner {

    /**
     * Returns the account of a key, created with its first rows unless it exists. Returns empty
     * when a new account would exceed {@code max} and no account is idle enough to be removed.
     */
    Optional<Accounts.Found> provision(String key, long max);

    /** Records that an account is in use; returns false when it has just been removed. */
    boolean use(long account);

    /**
     * Replaces the current account by its named baseline as of an instant, at which its clock is
     * frozen. Does nothing and returns false when the account has been changed before, or when its
     * baseline has no name.
     */
    boolean beginAsOf(Instant instant);
}
