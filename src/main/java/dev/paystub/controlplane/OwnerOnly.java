package dev.paystub.controlplane;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Role;
import dev.paystub.kernel.DomainException;

/**
 * Restricts changes of the sandbox itself to the account's own key; keys for a role are refused.
 */
public final class OwnerOnly {

    private OwnerOnly() {}

    /**
     * Requires the account's own key.
     *
     * @throws DomainException.Forbidden if the caller has a role
     */
    public static void require() {
        if (CurrentAccount.role() != Role.OWNER) {
            throw new DomainException.Forbidden("Only the account's own key may do this");
        }
    }
}
