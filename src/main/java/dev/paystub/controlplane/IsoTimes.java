package dev.paystub.controlplane;

import dev.paystub.kernel.DomainException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.threeten.extra.PeriodDuration;

/** Converts instants and durations from and to ISO-8601 text. */
public final class IsoTimes {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private IsoTimes() {}

    public static String text(Instant instant) {
        return MILLIS.format(instant);
    }

    public static Instant instant(String field, String text) {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            throw new DomainException.Invalid(
                    field + " must be an ISO-8601 instant, such as 2024-06-09T15:23:43.444Z");
        }
    }

    public static PeriodDuration amount(String field, String text) {
        try {
            return PeriodDuration.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new DomainException.Invalid(
                    field + " must be an ISO-8601 duration, such as PT15S, P1D or P1M");
        }
    }
}
