package dev.paystub.webhook;

import dev.paystub.kernel.DomainException;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Versions of Stripe's API: a date and, since the autumn of 2024, the name of a release. */
final class ApiVersion {

    /** The version whose names and objects Paystub imitates. */
    static final String LATEST = "2026-07-29.dahlia";

    private static final int DATE_LENGTH = 10;
    private static final int LONGEST = 40;
    private static final LocalDate FIRST = LocalDate.of(2011, 1, 1);

    /** Versions from this date on have a release name. */
    private static final LocalDate NAMED = LocalDate.of(2024, 9, 30);

    private ApiVersion() {}

    /**
     * Checks a version.
     *
     * @throws DomainException.Invalid when it cannot be a version of Stripe's API, or the style has
     *     no versions
     */
    static void require(WebhookFormat style, String version) {
        if (style != WebhookFormat.STRIPE) {
            throw new DomainException.Invalid("api_version is Stripe's: only style stripe has one");
        }
        if (!isOne(version)) {
            throw new DomainException.Invalid(
                    "api_version must be one of Stripe's, such as 2024-06-20 or %s"
                            .formatted(LATEST));
        }
    }

    private static boolean isOne(String version) {
        if (version.length() < DATE_LENGTH || version.length() > LONGEST) {
            return false;
        }
        var name = version.substring(DATE_LENGTH);
        try {
            var date = LocalDate.parse(version.substring(0, DATE_LENGTH));
            return date.isBefore(NAMED)
                    ? name.isEmpty() && !date.isBefore(FIRST)
                    : name.length() > 1
                            && name.startsWith(".")
                            && name.chars().skip(1).allMatch(each -> each >= 'a' && each <= 'z');
        } catch (DateTimeException e) {
            return false; // not a date
        }
    }
}
