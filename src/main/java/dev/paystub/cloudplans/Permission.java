package dev.paystub.cloudplans;

import static dev.paystub.account.Role.ADMIN;
import static dev.paystub.account.Role.BILLING;
import static dev.paystub.account.Role.OWNER;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Role;
import dev.paystub.kernel.DomainException;
import java.util.Locale;

/** The permissions of roles (Cloud Plans, Organization &gt; Users). */
enum Permission {
    GET_BILLING("Get Billing"),
    EDIT_BILLING("Edit Billing"),
    CANCEL_BILLING("Cancel Billing"),
    LIST_ORGANIZATIONS("List Organizations"),
    /**
     * The creator of an organization owns it, so a mere member of this account may not create one.
     */
    CREATE_ORGANIZATION("Create Organization");

    private final String label;

    Permission(String label) {
        this.label = label;
    }

    private boolean isOf(Role role) {
        return switch (this) {
            case GET_BILLING -> role != Role.PLANNER;
            case EDIT_BILLING, CANCEL_BILLING -> role == OWNER || role == ADMIN || role == BILLING;
            case LIST_ORGANIZATIONS -> true;
            case CREATE_ORGANIZATION -> role == OWNER;
        };
    }

    /**
     * Checks the caller's role.
     *
     * @throws DomainException.Forbidden when the role lacks this permission
     */
    void require() {
        var role = CurrentAccount.role();
        if (!isOf(role)) {
            throw new DomainException.Forbidden(
                    "The role %s has not the right '%s'"
                            .formatted(role.name().toLowerCase(Locale.ROOT), label));
        }
    }
}
