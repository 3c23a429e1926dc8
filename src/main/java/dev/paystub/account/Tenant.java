package dev.paystub.account;

/** The calling account, as it was found when the request came in. */
record Tenant(long id, String publicId, String secret, Role role, ClockState clock) {

    Tenant(long id, String publicId, String secret, ClockState clock) {
        this(id, publicId, secret, Role.OWNER, clock);
    }

    Tenant as(Role newRole) {
        return new Tenant(id, publicId, secret, newRole, clock);
    }
}
