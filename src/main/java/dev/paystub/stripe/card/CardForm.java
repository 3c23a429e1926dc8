package dev.paystub.stripe.card;

import dev.paystub.stripe.card.CardValidationException.Field;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * The card fields of a hosted page, exactly as the card holder typed them. Validation errors carry
 * the texts that Stripe shows.
 */
public record CardForm(String number, String expiry, String cvc) {

    private static final Pattern EXPIRY =
            Pattern.compile("\\s*(\\d{1,2})\\s*/\\s*(\\d{2}|\\d{4})\\s*");
    static final int CENTURY = 2000;

    /** Stripe refuses cards that expire later than this. */
    static final int MOST_YEARS = 50;

    /** The digits of the number. */
    String digits() {
        return number.replaceAll("[\\s-]", "");
    }

    /**
     * Returns the expiry of a valid card.
     *
     * @throws CardValidationException when a field is missing or invalid
     */
    YearMonth validate(Instant now) {
        var digits = digits();
        if (!digits.matches("\\d{12,19}")) {
            throw new CardValidationException(
                    Field.NUMBER, "incomplete_number", "Your card number is incomplete.");
        }
        if (!passesLuhn(digits)) {
            var incorrect = TestCards.INCORRECT_NUMBER;
            throw new CardValidationException(Field.NUMBER, incorrect.code(), incorrect.message());
        }
        var month = readExpiry(YearMonth.from(now.atZone(ZoneOffset.UTC)));
        var amex = TestCards.byNumber(digits).brand().equals("amex");
        if (!cvc.strip().matches(amex ? "\\d{4}" : "\\d{3}")) {
            throw new CardValidationException(
                    Field.CVC, "incomplete_cvc", "Your card's security code is incomplete.");
        }
        return month;
    }

    private YearMonth readExpiry(YearMonth now) {
        var match = EXPIRY.matcher(expiry);
        if (!match.matches()) {
            throw invalidExpiry("incomplete_expiry", "Your card's expiration date is incomplete.");
        }
        var month = Integer.parseInt(match.group(1));
        if (month < 1 || month > 12) {
            throw invalidExpiry("invalid_expiry_month", "Your card's expiration date is invalid.");
        }
        var year = Integer.parseInt(match.group(2));
        var read = YearMonth.of(year < 100 ? CENTURY + year : year, month);
        if (read.getYear() < now.getYear()) {
            throw invalidExpiry(
                    "invalid_expiry_year_past", "Your card's expiration year is in the past.");
        }
        if (read.isBefore(now)) {
            throw invalidExpiry(
                    "invalid_expiry_month_past", "Your card's expiration date is in the past.");
        }
        if (read.getYear() > now.getYear() + MOST_YEARS) {
            throw invalidExpiry("invalid_expiry_year", "Your card's expiration year is invalid.");
        }
        return read;
    }

    private static CardValidationException invalidExpiry(String code, String message) {
        return new CardValidationException(Field.EXPIRY, code, message);
    }

    static boolean passesLuhn(String digits) {
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10);
            var weighted = i % 2 == 0 ? digit : 2 * digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
