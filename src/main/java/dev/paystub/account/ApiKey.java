package dev.paystub.account;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The credential of a request: the account it opens and the role in which it acts. {@code
 * K.viewer}, {@code K.planner}, {@code K.billing} and {@code K.admin} act in that role of account
 * {@code K}; any other key acts as the owner of its own account.
 */
public record ApiKey(String account, Role role) {

    private static final int LONGEST = 128;
    private static final String PUNCTUATION = "._~+/=-";

    /** The suffixes that name a role: {@code .viewer}. An owner's key has none. */
    private static final List<String> SUFFIXES =
            Arrays.stream(Role.values())
                    .filter(role -> role != Role.OWNER)
                    .map(role -> "." + role.name().toLowerCase(Locale.ROOT))
                    .toList();

    /** Thrown when a credential opens no account. The message is meant for callers. */
    public static final class Rejected extends Exception {

        private final boolean missing;

        public Rejected(String message) {
            this(message, false);
        }

        private Rejected(String message, boolean missing) {
            super(message, null, false, false);
            this.missing = missing;
        }

        /** Returns whether there was no credential at all. */
        public boolean isMissing() {
            return missing;
        }
    }

    /**
     * Parses a credential as it was sent.
     *
     * @param placeholder the literal key that the documents print, and the key it stands for
     * @throws Rejected when there is none, or it is malformed, invalid or expired
     */
    public static ApiKey parse(@Nullable String credential, Placeholder placeholder)
            throws Rejected {
        if (credential == null || credential.isBlank()) {
            throw new Rejected("no API key was sent", true);
        }
        var key = credential.strip();
        if (key.equals(placeholder.literal())) {
            return new ApiKey(placeholder.key(), Role.OWNER);
        }
        if (!isWellFormed(key)) {
            throw new Rejected("the API key is malformed");
        }
        if (key.startsWith("invalid")) {
            throw new Rejected("the API key is invalid");
        }
        if (key.startsWith("expired")) {
            throw new Rejected("the token has expired");
        }
        var suffix = suffixOf(key);
        if (suffix.isEmpty()) {
            return new ApiKey(key, Role.OWNER);
        }
        var account = key.substring(0, key.length() - suffix.length());
        if (!suffixOf(account).isEmpty()) {
            throw new Rejected("the API key is malformed: it names a role of a role");
        }
        return new ApiKey(account, Role.valueOf(suffix.substring(1).toUpperCase(Locale.ROOT)));
    }

    /** Returns whether a key begins with a letter or digit and has no odd character. */
    private static boolean isWellFormed(String key) {
        if (key.length() > LONGEST || !isLetterOrDigit(key.charAt(0))) {
            return false;
        }
        for (var i = 1; i < key.length(); i++) {
            if (!isLetterOrDigit(key.charAt(i)) && PUNCTUATION.indexOf(key.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9');
    }

    /** Returns the suffix of a key that names a role; empty for an account's own key. */
    private static String suffixOf(String key) {
        for (var suffix : SUFFIXES) {
            if (key.endsWith(suffix) && key.length() > suffix.length()) {
                return suffix;
            }
        }
        return "";
    }

    /** Returns whether a text can be the key of an account, rather than of a role in one. */
    public static boolean isOwnKey(String text) {
        try {
            var parsed = parse(text, new Placeholder("", ""));
            return parsed.account().equals(text);
        } catch (Rejected e) {
            return false;
        }
    }

    public record Placeholder(String literal, String key) {}
}
