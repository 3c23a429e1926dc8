package dev.paystub.controlplane;

import dev.paystub.kernel.DomainException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Parses numbers and durations in a query; an invalid one is refused with a message. */
public final class QueryParameters {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,4})s");

    private QueryParameters() {}

    public static int number(String name, String text, int least, int most) {
        var number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw new DomainException.Invalid(
                    "%s must be a whole number from %d to %d".formatted(name, least, most));
        }
        return number;
    }

    public static Duration seconds(String name, String text, Duration most) {
        var seconds = SECONDS.matcher(text);
        var duration =
                seconds.matches() ? Duration.ofSeconds(Long.parseLong(seconds.group(1))) : null;
        if (duration == null || duration.compareTo(most) > 0) {
            throw new DomainException.Invalid(
                    "%s must be a number of seconds up to %ds, such as 5s"
                            .formatted(name, most.toSeconds()));
        }
        return duration;
    }
}
