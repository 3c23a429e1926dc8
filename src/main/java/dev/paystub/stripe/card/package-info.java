/**
 * Stripe's cards: tokens, payment methods, customers, the gateway that charges stored cards, and
 * the table of test cards. Begin with {@link dev.paystub.stripe.card.TestCards}, where a decline is
 * decided.
 */
@NullMarked
@NamedInterface("card")
package dev.paystub.stripe.card;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
