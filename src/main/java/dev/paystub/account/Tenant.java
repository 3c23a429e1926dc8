package dev.paystub.account;

/**
 * The calling account, as it was found when the request arrived.
 *
 * @param hasFaults whether fault rules exist that may make its requests fail on purpose
 * @param written whether the account has been changed since it was seeded
 */
public record Tenant(
        long id,
        String publicId,
        String secret,
        Role role,
        ClockState clock,
        boolean hasFaults,
        boolean written) {

    public Tenant(long id, String publicId, String secret, ClockState clock) {
        this(id, publicId, secret, Role.OWNER, clock, false, true);
    }

    public Tenant as(Role newRole) {
        return new Tenant(id, publicId, secret, newRole, clock, hasFaults, written);
    }

    Tenant found(boolean withFaults, boolean writtenTo) {
        return new Tenant(id, publicId, secret, role, clock, withFaults, writtenTo);
    }
}
