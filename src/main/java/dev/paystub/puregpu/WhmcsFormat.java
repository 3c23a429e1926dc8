package dev.paystub.puregpu;

import dev.paystub.invoice.BillingCalendar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The formats of PureGPU's responses. WHMCS writes times in its installation's zone, without an
 * offset; the crypto gateway writes UTC with milliseconds. Ids in paths are positive integers.
 */
@Component
class WhmcsFormat {

    /** Of an amount in the OpenAPI document: its description and its pattern. */
    static final String IN_DOLLARS = "US dollars, two decimals";

    static final String DOLLARS = "^\\d+\\.\\d{2}$";

    static final String DATE = "^\\d{4}-\\d{2}-\\d{2}$";

    /** Of {@link #time} in the OpenAPI document. */
    static final String IN_LOCAL_TIME = "Local time; zeros until it is paid";

    static final String LOCAL_TIME = "^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$";

    /** Of {@link #gatewayTime} in the OpenAPI document. */
    static final String IN_UTC = "UTC, with milliseconds";

    static final String UTC = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$";

    private static final String NEVER = "0000-00-00 00:00:00";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter CARD_TIME =
            DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm", Locale.ROOT);
    private static final DateTimeFormatter GATEWAY_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** So many digits are always within the range of a long. */
    private static final int LONGEST_ID = 18;

    private final BillingCalendar calendar;

    WhmcsFormat(BillingCalendar calendar) {
        this.calendar = calendar;
    }

    /** Formats {@code 2024-06-09 11:23:54}; null becomes zeros. */
    String time(@Nullable Instant instant) {
        return instant == null ? NEVER : TIME.format(instant.atZone(calendar.zone()));
    }

    /** Formats {@code 04/18/2024 13:49}, the display format in which WHMCS writes pay methods. */
    String cardTime(Instant instant) {
        return CARD_TIME.format(instant.atZone(calendar.zone()));
    }

    /** Formats {@code 2024-06-09T15:23:43.444Z}. */
    static String gatewayTime(Instant instant) {
        return GATEWAY_TIME.format(instant);
    }

    /** Returns a number that is written without trailing zeros: 25, 0.5. */
    static BigDecimal number(BigDecimal amount) {
        var stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /**
     * Returns a number that is written with at least one decimal: 100.0, as in the document's
     * balance.
     */
    static BigDecimal decimal(BigDecimal amount) {
        var stripped = amount.stripTrailingZeros();
        return stripped.scale() < 1 ? stripped.setScale(1) : stripped;
    }

    /**
     * Parses the id in a path. Returns 0, which no object has, when the text is no positive
     * integer.
     */
    static long id(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID || text.charAt(0) == '0') {
            return 0;
        }
        var number = 0L;
        for (var i = 0; i < text.length(); i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
