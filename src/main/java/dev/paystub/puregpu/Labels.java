package dev.paystub.puregpu;

import dev.paystub.kernel.DomainException;
import org.jspecify.annotations.Nullable;

/** Fields in messages, after the document's own sample: {@code Amount is required}. */
final class Labels {

    private Labels() {}

    /**
     * The value of a required field.
     *
     * @throws Refusal.Invalid when it is missing
     */
    static <T> T require(String name, @Nullable T value) {
        if (value == null) {
            throw new DomainException.Invalid(of(name) + " is required");
        }
        return value;
    }

    /** {@code invoice_id} as {@code Invoice ID}. */
    static String of(String name) {
        var words = name.replace('_', ' ').replaceAll("\\bid\\b", "ID");
        return words.isEmpty()
                ? words
                : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
