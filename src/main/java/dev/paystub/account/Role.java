package dev.paystub.account;

/** The role of an organization in which a caller acts (Cloud Plans, Organization &gt; Users). */
public enum Role {
    OWNER,
    ADMIN,
    BILLING,
    PLANNER,
    VIEWER
}
