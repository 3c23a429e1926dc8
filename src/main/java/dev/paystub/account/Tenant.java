package dev.paystub.account;

/**
 * The calling account, as it was found when the request came in.
 *
 * @param hasFaults whether there are rules by which its requests may fail on purpose
 */
public record Tenant(
        long id, String publicId, String secret, Role role, ClockState clock, boolean hasFaults) {

    Tenant(long id, String publicId, String secret, ClockState clock) {
        this(id, publicId, secret, Role.OWNER, clock, false);
    }

    Tenant as(Role newRole) {
        return new Tenant(id, publicId, secret, newRole, clock, hasFaults);
    }

    Tenant withFaults(boolean has) {
        return new Tenant(id, publicId, secret, role, clock, has);
    }
}
