package dev.paystub.kernel;

import java.util.Locale;

/** A constant of an enum that an API has a word for, such as a status. */
public interface Labelled {

    String name();

    /** Returns the API's word: the name in lower case, unless the enum has another. */
    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
