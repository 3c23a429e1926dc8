package dev.paystub.http;

import dev.paystub.kernel.DomainException;
import org.jspecify.annotations.Nullable;

/** Messages about fields, under the names as they are sent: {@code amount is required}. */
public final class FieldNames {

    private FieldNames() {}

    /**
     * Returns the value of a required field.
     *
     * @throws DomainException.Invalid if the value is null
     */
    public static <T> T require(String name, @Nullable T value) {
        if (value == null) {
            throw new DomainException.Invalid(name + " is required");
        }
        return value;
    }
}
