package dev.paystub.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A constant of an enum that an API has a word for, such as a status. */
public interface Labelled {

    String name();

    /** Returns the API's word: the name in lower case, unless the enum has another. */
    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the constant with a word.
     *
     * @param field the field that has the word
     * @throws DomainException.Invalid when there is none; the message has all words
     */
    static <E extends Labelled> E of(E[] all, String field, String word) {
        return Arrays.stream(all)
                .filter(each -> each.label().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new DomainException.Invalid(field + " must be one of " + words(all)));
    }

    /** Returns all words, for a message. */
    static String words(Labelled... all) {
        return Arrays.stream(all).map(Labelled::label).collect(Collectors.joining(", "));
    }
}
