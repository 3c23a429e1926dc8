package dev.paystub.webhook;

import dev.paystub.kernel.Refusal;
import java.util.List;
import java.util.regex.Pattern;

/** Which events an endpoint hears: names, beginnings of names such as {@code invoice.*}, or all. */
final class EventFilter {

    private static final String ALL = "*";
    private static final Pattern ONE = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*(\\.\\*)?");
    private static final int MOST = 100;
    private static final int LONGEST = 200;
    static final String CRYPTO = "crypto_payment.";

    private EventFilter() {}

    static List<String> defaults(Style style) {
        return List.of(style == Style.NOWPAYMENTS ? CRYPTO + ALL : ALL);
    }

    /**
     * @throws Refusal.Invalid when they are no filters, or none for that style
     */
    static void require(List<String> filters, Style style) {
        if (filters.isEmpty() || filters.size() > MOST) {
            throw new Refusal.Invalid("events must name 1 to %d events".formatted(MOST));
        }
        for (var filter : filters) {
            if (filter.length() > LONGEST
                    || !(filter.equals(ALL) || ONE.matcher(filter).matches())) {
                throw new Refusal.Invalid(
                        "'%s' is no event: give a name such as invoice.paid, invoice.*, or *"
                                .formatted(filter));
            }
            if (style == Style.NOWPAYMENTS && !filter.startsWith(CRYPTO)) {
                throw new Refusal.Invalid(
                        "NOWPayments tells of crypto payments only: give %s* or, for example, %sfinished, not '%s'"
                                .formatted(CRYPTO, CRYPTO, filter));
            }
        }
    }

    static boolean matches(List<String> filters, String type) {
        return filters.stream().anyMatch(filter -> matches(filter, type));
    }

    private static boolean matches(String filter, String type) {
        return filter.endsWith(ALL)
                ? type.startsWith(filter.substring(0, filter.length() - 1))
                : type.equals(filter);
    }
}
