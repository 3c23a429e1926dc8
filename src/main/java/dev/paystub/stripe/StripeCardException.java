package dev.paystub.stripe;

import dev.paystub.kernel.DomainException;

/** A card that Stripe's API refuses; what came of it is said already. */
final class StripeCardException extends DomainException.Declined {

    private final transient StripeError error;

    StripeCardException(StripeError error) {
        super(error.message());
        this.error = error;
    }

    StripeError error() {
        return error;
    }
}
