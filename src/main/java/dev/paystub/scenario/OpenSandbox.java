package dev.paystub.scenario;

import dev.paystub.http.Forbidden;
import dev.paystub.world.AccountSnapshots;

/** New accounts are made only where unknown keys may have them. */
final class OpenSandbox {

    private OpenSandbox() {}

    /**
     * @throws Forbidden when the sandbox is closed
     */
    static void require(AccountSnapshots accountSnapshots) {
        if (!accountSnapshots.isOpen()) {
            throw new Forbidden(
                    "This sandbox opens no accounts: PAYSTUB_ACCOUNTS_OPEN is false, which holds"
                            + " for forks and for accounts that are made, too");
        }
    }
}
