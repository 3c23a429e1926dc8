package dev.paystub.payment;

import dev.paystub.payment.CardGateway.StoredCard;
import java.time.Instant;

/**
 * A stored card, for display.
 *
 * @param lastUpdated the instant at which it was added or last made the default
 */
public record CardView(long number, StoredCard stored, Instant lastUpdated) {}
