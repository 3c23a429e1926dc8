package dev.paystub.account;

import java.time.Instant;
import java.util.Optional;

/**
 * Gives accounts their first rows. The engine asks for accounts through this interface, so that it
 * depends neither on seed files and scenarios nor on how idle accounts are removed.
 */
public interface AccountProvisioner {

    /**
     * Returns the account of a key, which is created with its first rows unless it exists. Empty
     * when there are {@code max} accounts already and none of them is idle.
     */
    Optional<Accounts.Found> provision(String key, long max);

    /** Records that an account is in use; returns false when it has just been removed. */
    boolean use(long account);

    /**
     * Replaces the current account by what it began as, now as of an instant, at which its clock
     * stops. Does nothing and returns false once the account has been written to, or when it began
     * as something without a name.
     */
    boolean beginAsOf(Instant instant);
}
