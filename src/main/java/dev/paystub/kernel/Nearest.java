package dev.paystub.kernel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody has probably meant: the one that takes the fewest corrections. */
public final class Nearest {

    /** No name is longer; what somebody has sent may be. */
    private static final int LONGEST = 100;

    private Nearest() {}

    /** The known name that is nearest, when at most a third of its letters are wrong. */
    public static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        var meant = plain(name);
        return known.stream()
                .filter(candidate -> distance(meant, plain(candidate)) <= tolerance(candidate))
                .min(Comparator.comparingInt(candidate -> distance(meant, plain(candidate))));
    }

    /** The known name that is nearest, however far it is; of several the first by name. */
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

    /** {@code frozenTime}, {@code frozen-time} and {@code frozen_time} are one name. */
    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters have to be put in, taken out or exchanged (Levenshtein). */
    private static int distance(String one, String other) {
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
