package dev.paystub.stripe.card;

import dev.paystub.stripe.FormParameters;
import dev.paystub.stripe.StripeCardException;
import dev.paystub.stripe.StripeError;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A card as it was entered: the digits of its number, its expiry, and whether a security code was
 * given.
 */
record CardDetails(String number, YearMonth expiry, boolean cvcGiven) {

    /**
     * Reads the {@code card} of a request.
     *
     * @throws StripeCardException when the number, the expiry or the security code is invalid
     */
    static CardDetails read(FormParameters card, Instant now) {
        var number = card.required("number").replaceAll("[\\s-]", "");
        var month = card.requiredInteger("exp_month");
        var year = card.requiredInteger("exp_year");
        var cvc = card.text("cvc");
        if (!number.matches("\\d{12,19}")) {
            throw StripeError.cardError(
                    "invalid_number",
                    "The card number is not a valid credit card number.",
                    card.path("number"));
        }
        if (!CardForm.passesLuhn(number)) {
            var incorrect = TestCards.INCORRECT_NUMBER;
            throw StripeError.cardError(incorrect.code(), incorrect.message(), card.path("number"));
        }
        var expiry = readExpiry(card, month, year, now);
        var amex = TestCards.byNumber(number).brand().equals("amex");
        if (cvc.isPresent() && !cvc.get().matches(amex ? "\\d{3,4}" : "\\d{3}")) {
            throw StripeError.cardError(
                    "invalid_cvc", "Your card's security code is invalid.", card.path("cvc"));
        }
        return new CardDetails(number, expiry, cvc.isPresent());
    }

    /**
     * Reads the expiry of a card.
     *
     * @throws StripeCardException when it is no month, is in the past, or is more than 50 years
     *     away
     */
    static YearMonth readExpiry(FormParameters card, long month, long year, Instant now) {
        var present = YearMonth.from(now.atZone(ZoneOffset.UTC));
        if (month < 1 || month > 12) {
            throw invalidMonth(card);
        }
        var fullYear = year >= 0 && year < 100 ? CardForm.CENTURY + year : year;
        if (fullYear < present.getYear() || fullYear > present.getYear() + CardForm.MOST_YEARS) {
            throw StripeError.cardError(
                    "invalid_expiry_year",
                    "Your card's expiration year is invalid.",
                    card.path("exp_year"));
        }
        var expiry = YearMonth.of(Math.toIntExact(fullYear), Math.toIntExact(month));
        if (expiry.isBefore(present)) {
            throw invalidMonth(card);
        }
        return expiry;
    }

    private static StripeCardException invalidMonth(FormParameters card) {
        return StripeError.cardError(
                "invalid_expiry_month",
                "Your card's expiration month is invalid.",
                card.path("exp_month"));
    }
}
