package dev.paystub.stripe;

import dev.paystub.kernel.Refusal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** What a card holder typed, as typed. The refusals are Stripe's own user texts. */
record CardForm(String number, String expiry, String cvc) {

    private static final Pattern EXPIRY =
            Pattern.compile("\\s*(\\d{1,2})\\s*/\\s*(\\d{2}|\\d{4})\\s*");
    private static final int CENTURY = 2000;

    /** The digits of the number. */
    String digits() {
        return number.replaceAll("[\\s-]", "");
    }

    /**
     * @throws Refusal.Invalid when something is missing or cannot be right
     */
    YearMonth validate(Instant now) {
        var digits = digits();
        if (!digits.matches("\\d{12,19}")) {
            throw new Refusal.Invalid("Your card number is incomplete.");
        }
        if (!passesLuhn(digits)) {
            throw new Refusal.Invalid(TestCards.INCORRECT_NUMBER.message());
        }
        var month = readExpiry();
        if (month.isBefore(YearMonth.from(now.atZone(ZoneOffset.UTC)))) {
            throw new Refusal.Invalid("Your card's expiration date is in the past.");
        }
        var amex = TestCards.byNumber(digits).brand().equals("amex");
        if (!cvc.strip().matches(amex ? "\\d{4}" : "\\d{3}")) {
            throw new Refusal.Invalid("Your card's security code is incomplete.");
        }
        return month;
    }

    private YearMonth readExpiry() {
        var match = EXPIRY.matcher(expiry);
        if (!match.matches()) {
            throw new Refusal.Invalid("Your card's expiration date is incomplete.");
        }
        var month = Integer.parseInt(match.group(1));
        if (month < 1 || month > 12) {
            throw new Refusal.Invalid("Your card's expiration date is invalid.");
        }
        var year = Integer.parseInt(match.group(2));
        return YearMonth.of(year < 100 ? CENTURY + year : year, month);
    }

    private static boolean passesLuhn(String digits) {
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10);
            var weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
