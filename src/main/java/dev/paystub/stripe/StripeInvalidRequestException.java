package dev.paystub.stripe;

import dev.paystub.kernel.DomainException;

/** An invalid request to Stripe's API; nothing has changed. */
public final class StripeInvalidRequestException extends DomainException.Invalid {

    private final transient StripeError error;

    StripeInvalidRequestException(StripeError error) {
        super(error.message());
        this.error = error;
    }

    StripeError error() {
        return error;
    }
}
