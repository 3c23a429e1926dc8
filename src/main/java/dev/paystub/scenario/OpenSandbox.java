package dev.paystub.scenario;

import dev.paystub.kernel.DomainException;
import dev.paystub.world.AccountSnapshots;

/** Refuses to make accounts in a sandbox that is closed to unknown keys. */
final class OpenSandbox {

    private OpenSandbox() {}

    /**
     * Does nothing when unknown keys may have accounts.
     *
     * @throws DomainException.Forbidden when the sandbox is closed
     */
    static void require(AccountSnapshots accountSnapshots) {
        if (!accountSnapshots.isOpen()) {
            throw new DomainException.Forbidden(
                    "This sandbox opens no accounts: PAYSTUB_ACCOUNTS_OPEN is false, which holds"
                            + " for forks and for accounts that are made, too");
        }
    }
}
