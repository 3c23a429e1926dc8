package dev.paystub.puregpu;

import dev.paystub.kernel.DomainException;
import org.jspecify.annotations.Nullable;

/** Names of fields in messages, after the document's sample {@code Amount is required}. */
final class Labels {

    private Labels() {}

    /**
     * Requires a field of a body.
     *
     * @throws DomainException.Invalid when it is missing
     */
    static void require(String name, @Nullable Object value) {
        if (value == null) {
            throw new DomainException.Invalid(of(name) + " is required");
        }
    }

    /** Returns {@code Invoice ID} for {@code invoice_id}. */
    static String of(String name) {
        var words = name.replace('_', ' ').replaceAll("\\bid\\b", "ID");
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
