package dev.paystub.journal;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The thing that an event happened to, read from the event's subject, such as {@code crypto payment
 * 4465327355}.
 *
 * @param kind the words of the subject, such as {@code crypto_payment}
 * @param id the id under which the APIs show it; null if there is only one, such as the balance
 */
record Subject(String kind, @Nullable String id) {

    private static final Pattern WORDS_AND_ID =
            Pattern.compile("([a-z]+(?: [a-z]+)*?)(?: of organization)? ([^\\s,]+)(?:[ ,].*)?");

    /** Stripe's objects say what they are by the beginning of their ids. */
    private static final Pattern STRIPE = Pattern.compile("([a-z]+)_[A-Za-z0-9_]+");

    static Subject of(String subject) {
        var stripe = STRIPE.matcher(subject);
        if (stripe.matches()) {
            return new Subject(stripeKind(stripe.group(1)), subject);
        }
        var words = WORDS_AND_ID.matcher(subject);
        if (!words.matches()) {
            return new Subject(name(subject), null);
        }
        return new Subject(name(words.group(1)), words.group(2));
    }

    private static String stripeKind(String prefix) {
        return switch (prefix) {
            case "pi" -> "payment_intent";
            case "seti" -> "setup_intent";
            default -> prefix;
        };
    }

    private static String name(String words) {
        return words.toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
