package dev.paystub.kernel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known name closest to a misspelt one, by edit distance, for "did you mean" messages.
 */
public final class Nearest {

    /**
     * Longer input is not compared: no known name is this long, and the comparison takes quadratic
     * time.
     */
    private static final int LONGEST = 100;

    private Nearest() {}

    /** Returns the closest known name, or nothing when more than a third of its letters differ. */
    public static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        var meant = plain(name);
        return known.stream()
                .filter(candidate -> distance(meant, plain(candidate)) <= tolerance(candidate))
                .min(Comparator.comparingInt(candidate -> distance(meant, plain(candidate))));
    }

    /**
     * Returns the closest known name however far away it is; among equals the first in alphabetical
     * order.
     */
    public static String among(String name, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.comparingInt((String candidate) -> distance(name, candidate))
                                .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static int tolerance(String candidate) {
        return Math.max(1, candidate.length() / 3);
    }

    /**
     * Ignores case and separators, so that {@code frozenTime}, {@code frozen-time} and {@code
     * frozen_time} are equal.
     */
    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** Returns the Levenshtein distance: the number of letters to insert, delete or replace. */
    public static int distance(String one, String other) {
        var previous = new int[other.length() + 1];
        for (var j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (var i = 1; i <= one.length(); i++) {
            var current = new int[other.length() + 1];
            current[0] = i;
            for (var j = 1; j <= other.length(); j++) {
                var exchange = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(exchange, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
