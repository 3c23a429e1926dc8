package dev.paystub.account;

/**
 * The calling account, as it was found when the request arrived.
 *
 * @param hasFaults whether fault rules exist that may make its requests fail on purpose
 */
public record Tenant(
        long id, String publicId, String secret, Role role, ClockState clock, boolean hasFaults) {

    public Tenant(long id, String publicId, String secret, ClockState clock) {
        this(id, publicId, secret, Role.OWNER, clock, false);
    }

    public Tenant as(Role newRole) {
        return new Tenant(id, publicId, secret, newRole, clock, hasFaults);
    }

    Tenant found(boolean withFaults) {
        return new Tenant(id, publicId, secret, role, clock, withFaults);
    }
}
