package dev.paystub.account;

/** In which of an organization's roles a caller acts (Cloud Plans, Organization &gt; Users). */
public enum Role {
    OWNER,
    ADMIN,
    BILLING,
    PLANNER,
    VIEWER
}
