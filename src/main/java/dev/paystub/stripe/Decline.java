package dev.paystub.stripe;

import org.jspecify.annotations.Nullable;

/**
 * A declined card in Stripe's terms (docs.stripe.com/declines/codes).
 *
 * @param code the error code, such as {@code card_declined}
 * @param declineCode the issuer's reason, such as {@code insufficient_funds}; null when it gave
 *     none
 * @param message the text that Stripe shows to the card holder
 */
public record Decline(String code, @Nullable String declineCode, String message) {}
