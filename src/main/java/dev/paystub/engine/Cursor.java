package dev.paystub.engine;

import dev.paystub.kernel.DomainException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A position in an account's history, directly after an event. It identifies the history up to
 * there and not only its length, so that a cursor from before a reset is recognised, unless the
 * identical history has happened again since.
 *
 * @param number the number of the event; 0 is the beginning
 * @param chain the digest by {@link EventLog} of all events so far; null when it was not given
 */
public record Cursor(long number, @Nullable Long chain) {

    static final Cursor BEGINNING = new Cursor(0, null);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})(?:-([0-9a-f]{1,16}))?");
    private static final int HEXADECIMAL = 16;

    /**
     * Parses the text of a cursor.
     *
     * @throws DomainException.Invalid when the text is not a cursor
     */
    public static Cursor of(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new DomainException.Invalid(
                    "after must be a cursor: the value of next in an earlier answer, or 0 for the"
                            + " beginning");
        }
        var chain = parts.group(2);
        return new Cursor(
                Long.parseLong(parts.group(1)),
                chain == null ? null : Long.parseUnsignedLong(chain, HEXADECIMAL));
    }

    boolean isBeginning() {
        return number == 0;
    }

    /** Returns the text that {@link #of} parses. */
    @Override
    public String toString() {
        return chain == null ? String.valueOf(number) : number + "-" + Long.toHexString(chain);
    }
}
