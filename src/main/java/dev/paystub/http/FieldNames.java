package dev.paystub.http;

import dev.paystub.kernel.DomainException;
import org.jspecify.annotations.Nullable;

/** Messages about fields, under the names as they are sent: {@code amount is required}. */
public final class FieldNames {

    private FieldNames() {}

    /**
     * Requires a field of a body.
     *
     * @throws DomainException.Invalid if the value is null
     */
    public static void require(String name, @Nullable Object value) {
        if (value == null) {
            throw new DomainException.Invalid(name + " is required");
        }
    }
}
