package dev.paystub.http;

import dev.paystub.kernel.DomainException;
import org.jspecify.annotations.Nullable;

/** Fields in messages, by the names under which they are sent: {@code amount is required}. */
public final class FieldNames {

    private FieldNames() {}

    /**
     * The value of a required field.
     *
     * @throws Refusal.Invalid when it is missing
     */
    public static <T> T require(String name, @Nullable T value) {
        if (value == null) {
            throw new DomainException.Invalid(name + " is required");
        }
        return value;
    }
}
