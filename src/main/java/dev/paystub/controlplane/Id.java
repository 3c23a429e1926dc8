package dev.paystub.controlplane;

import dev.paystub.kernel.DomainException;
import java.util.regex.Pattern;

/**
 * Numeric ids in paths of the control plane. A text that is no valid id is reported as not found.
 */
public final class Id {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private Id() {}

    /**
     * Parses an id.
     *
     * @param otherwise the message of the exception
     * @throws DomainException.NotFound if the text is not a valid id
     */
    public static long of(String text, String otherwise) {
        if (!NUMBER.matcher(text).matches()) {
            throw new DomainException.NotFound(otherwise);
        }
        return Long.parseLong(text);
    }
}
