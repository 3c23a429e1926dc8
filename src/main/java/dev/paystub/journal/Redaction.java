package dev.paystub.journal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Removes secrets from texts in the journal: card numbers except for their last four digits,
 * security codes, and other secrets, in JSON and in forms. A text is read once from beginning to
 * end. It may be cut off or invalid; its secrets are removed all the same.
 */
final class Redaction {

    private static final String HIDDEN = "***";
    private static final Set<String> SECRETS =
            Set.of(
                    "cvc",
                    "cvv",
                    "apikey",
                    "api_key",
                    "password",
                    "private_key",
                    "x-api-key",
                    "authorization");

    /** The endings of the names of secrets and of card numbers. */
    private static final String[] ENDINGS = {
        "secret", "cvc", "cvv", "apikey", "_key", "-key", "password", "authorization", "number"
    };

    private static final Set<String> CARD_NUMBERS = Set.of("number", "cardnumber", "card_number");
    private static final int SHORTEST_CARD_NUMBER = 11;
    private static final int SHOWN_DIGITS = 4;

    private Redaction() {}

    /** Redacts a body: JSON, a form, or any other text. */
    static String of(String body) {
        if (!isJson(body)) {
            return form(json(body));
        }
        return mayHaveSecrets(body) ? json(body) : body;
    }

    /**
     * Returns whether a JSON text may contain the name of a secret. Most texts do not, and need no
     * further look: only the end of each name, before its colon, is compared.
     */
    private static boolean mayHaveSecrets(String json) {
        if (json.indexOf('\\') >= 0) {
            return true; // a name may be written with escapes
        }
        for (var at = json.indexOf(':'); at >= 0; at = json.indexOf(':', at + 1)) {
            var end = at - 1;
            while (end > 0 && " \t\r\n".indexOf(json.charAt(end)) >= 0) {
                end--;
            }
            if (end > 0 && json.charAt(end) == '"' && endsSecretly(json, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsSecretly(String json, int end) {
        for (var ending : ENDINGS) {
            if (json.regionMatches(true, end - ending.length(), ending, 0, ending.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJson(String body) {
        var start = body.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    private static boolean isSecret(String name) {
        var plain = name.toLowerCase(Locale.ROOT);
        return plain.endsWith("secret") || SECRETS.contains(plain);
    }

    private static boolean isCardNumber(String name) {
        return CARD_NUMBERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Returns the visible part of a card number; a number too short for a card is returned whole.
     */
    private static String lastDigits(String number) {
        var digits = number.chars().filter(Character::isDigit).count();
        if (digits < SHORTEST_CARD_NUMBER) {
            return number;
        }
        var last = number.substring(number.length() - SHOWN_DIGITS);
        return last.chars().allMatch(Character::isDigit) ? HIDDEN + last : HIDDEN;
    }

    /** Redacts the fields of a form or a query. */
    static String form(String fields) {
        return Arrays.stream(fields.split("&", -1))
                .map(Redaction::field)
                .collect(Collectors.joining("&"));
    }

    private static String field(String field) {
        var equals = field.indexOf('=');
        if (equals < 0) {
            return field;
        }
        var name = lastStep(decoded(field.substring(0, equals)));
        var value = field.substring(equals + 1);
        if (isSecret(name)) {
            value = HIDDEN;
        } else if (isCardNumber(name)) {
            var number = decoded(value);
            var shown = lastDigits(number);
            value = shown.equals(number) ? value : shown;
        }
        return field.substring(0, equals + 1) + value;
    }

    /** Returns the last part of a name: {@code number} for {@code card[number]}. */
    private static String lastStep(String name) {
        var open = name.lastIndexOf('[');
        return open >= 0 && name.endsWith("]") ? name.substring(open + 1, name.length() - 1) : name;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // invalid escapes: used as it is
        }
    }

    private static String json(String text) {
        return new Json(text).redacted();
    }

    /** Goes through the strings of a text, and redacts the value after a name and a colon. */
    private static final class Json {

        private final String text;

        /** Created at the first replacement, because few bodies need one. */
        private @Nullable StringBuilder out;

        private int copied;
        private int at;

        Json(String text) {
            this.text = text;
        }

        String redacted() {
            for (at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
                member();
            }
            return out == null ? text : out.append(text, copied, text.length()).toString();
        }

        /** Replaces the text between a start and the current position. */
        private void replace(int start, String shown) {
            if (out == null) {
                out = new StringBuilder(text.length());
            }
            out.append(text, copied, start).append(shown);
            copied = at;
        }

        /** Reads a string, and the value that follows if the string is a name. */
        private void member() {
            var start = at;
            skipString();
            var end = at;
            skipBlanks();
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
                skipBlanks();
                value(unescaped(start, end));
            }
        }

        private void value(String name) {
            var secret = isSecret(name);
            if (at == text.length() || (!secret && !isCardNumber(name))) {
                return;
            }
            var start = at;
            skipValue(secret);
            if (at == start) {
                return; // an object or array, which may contain more names
            }
            var sent = text.substring(start, at);
            if (secret) {
                if (!sent.equals("null")) {
                    replace(start, "\"" + HIDDEN + "\"");
                }
            } else {
                var number = sent.startsWith("\"") ? unescaped(start, at) : sent;
                var shown = lastDigits(number);
                if (!shown.equals(number)) {
                    replace(start, "\"" + shown + "\"");
                }
            }
        }

        /**
         * Moves behind the value that begins here; stays there for an object or array if not whole.
         */
        private void skipValue(boolean whole) {
            switch (text.charAt(at)) {
                case '"' -> skipString();
                case '{', '[' -> {
                    if (whole) {
                        skipNested();
                    }
                }
                default -> {
                    while (at < text.length() && ",]} \t\r\n\"".indexOf(text.charAt(at)) < 0) {
                        at++;
                    }
                }
            }
        }

        private void skipNested() {
            var depth = 0;
            do {
                switch (text.charAt(at)) {
                    case '"' -> {
                        skipString();
                        continue;
                    }
                    case '{', '[' -> depth++;
                    case '}', ']' -> depth--;
                    default -> {
                        // inside the value
                    }
                }
                at++;
            } while (depth > 0 && at < text.length());
        }

        private void skipString() {
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at = Math.min(at + 1, text.length());
        }

        private void skipBlanks() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        /** Decodes a string, because a name may be written with escapes. */
        private String unescaped(int start, int end) {
            var closed = end - start > 1 && text.charAt(end - 1) == '"';
            var inner = text.substring(start + 1, closed ? end - 1 : end);
            if (inner.indexOf('\\') < 0) {
                return inner;
            }
            var said = new StringBuilder(inner.length());
            for (var i = 0; i < inner.length(); i++) {
                var c = inner.charAt(i);
                if (c != '\\' || i + 1 == inner.length()) {
                    said.append(c);
                } else if (inner.charAt(i + 1) == 'u' && i + 5 < inner.length()) {
                    said.append(hex(inner.substring(i + 2, i + 6)));
                    i += 5;
                } else {
                    said.append(inner.charAt(++i));
                }
            }
            return said.toString();
        }

        private static char hex(String digits) {
            try {
                return (char) Integer.parseInt(digits, 16);
            } catch (NumberFormatException e) {
                return '?'; // part of no secret's name
            }
        }
    }
}
