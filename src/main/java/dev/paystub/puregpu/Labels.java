package dev.paystub.puregpu;

import dev.paystub.kernel.DomainException;
import org.jspecify.annotations.Nullable;

/** Names of fields in messages, after the document's sample {@code Amount is required}. */
final class Labels {

    private Labels() {}

    /**
     * Returns the value of a required field.
     *
     * @throws DomainException.Invalid when it is missing
     */
    static <T> T require(String name, @Nullable T value) {
        if (value == null) {
            throw new DomainException.Invalid(of(name) + " is required");
        }
        return value;
    }

    /** Returns {@code Invoice ID} for {@code invoice_id}. */
    static String of(String name) {
        var words = name.replace('_', ' ').replaceAll("\\bid\\b", "ID");
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
