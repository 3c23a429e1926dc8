package dev.paystub.stripe.card;

import dev.paystub.kernel.DomainException;

/** A field of a card form is missing or invalid. The message is the text that Stripe shows. */
public final class CardValidationException extends DomainException.Invalid {

    /** The fields of a card form. */
    public enum Field {
        NUMBER,
        EXPIRY,
        CVC
    }

    private final Field field;
    private final String code;

    CardValidationException(Field field, String code, String message) {
        super(message);
        this.field = field;
        this.code = code;
    }

    public Field field() {
        return field;
    }

    /** Stripe's error code, such as {@code incomplete_number}. */
    public String code() {
        return code;
    }
}
