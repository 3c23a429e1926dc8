package dev.paystub.controlplane;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Role;
import dev.paystub.http.Forbidden;

/** What changes the sandbox's world takes the account's own key, not a role in it. */
public final class OwnerOnly {

    private OwnerOnly() {}

    /**
     * @throws Forbidden when the caller acts in a role
     */
    public static void require() {
        if (CurrentAccount.role() != Role.OWNER) {
            throw new Forbidden("Only the account's own key may do this");
        }
    }
}
