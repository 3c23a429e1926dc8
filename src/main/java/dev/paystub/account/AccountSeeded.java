package dev.paystub.account;

import java.time.Instant;

/**
 * Published when an account has received its seeded rows. Modules with recurring rows count the
 * next due dates from this instant, so that nothing falls due because of the seeded past.
 */
public record AccountSeeded(Instant at) {}
