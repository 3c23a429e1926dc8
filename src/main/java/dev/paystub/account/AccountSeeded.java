package dev.paystub.account;

import java.time.Instant;

/**
 * The account has just received its seeded rows. Modules whose rows recur count their next due
 * dates from this instant, so that nothing falls due because of the seeded past.
 */
public record AccountSeeded(Instant at) {}
