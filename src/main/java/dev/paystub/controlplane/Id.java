package dev.paystub.controlplane;

import dev.paystub.kernel.DomainException;
import java.util.regex.Pattern;

/** Ids in the control plane's paths: what cannot be one belongs to nothing, whatever it is. */
public final class Id {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private Id() {}

    /**
     * @param otherwise what is said of an id that nothing has
     * @throws Refusal.NotFound when it cannot be an id
     */
    public static long of(String text, String otherwise) {
        if (!NUMBER.matcher(text).matches()) {
            throw new DomainException.NotFound(otherwise);
        }
        return Long.parseLong(text);
    }
}
