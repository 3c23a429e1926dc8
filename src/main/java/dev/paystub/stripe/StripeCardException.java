package dev.paystub.stripe;

import dev.paystub.kernel.DomainException;

/**
 * A card error of Stripe's API, with status 402. An intent records its decline before this is
 * thrown.
 */
public final class StripeCardException extends DomainException.Declined {

    private final transient StripeError error;

    public StripeCardException(StripeError error) {
        super(error.message());
        this.error = error;
    }

    StripeError error() {
        return error;
    }
}
