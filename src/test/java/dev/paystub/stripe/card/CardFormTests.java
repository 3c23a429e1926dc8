package dev.paystub.stripe.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.kernel.DomainException;
import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardFormTests {

    private static final Instant NOW = Instant.parse("2024-06-09T15:23:43.444Z");
    private static final String VISA = "4242424242424242";

    @ParameterizedTest
    @ValueSource(strings = {VISA, "4242 4242 4242 4242", " 4242-4242-4242-4242 "})
    void numberMayBeSpacedAsOnTheCard(String number) {
        var form = new CardForm(number, "12/34", "123");

        assertThat(form.digits()).isEqualTo(VISA);
        assertThat(form.validate(NOW)).isEqualTo(YearMonth.of(2034, 12));
    }

    @ParameterizedTest
    @CsvSource({
        "12/34, 2034-12",
        "1/30, 2030-01",
        "01 / 30, 2030-01",
        "' 06/24 ', 2024-06",
        "06/2024, 2024-06",
        "12 / 2074, 2074-12"
    })
    void expiryIsAMonthNotYetOver(String expiry, YearMonth month) {
        assertThat(new CardForm(VISA, expiry, "123").validate(NOW)).isEqualTo(month);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4242", "4242 4242 424", "4242x4242y42424242", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"})
    void numberThatIsTooShortOrNoneIsIncomplete(String number) {
        refuses(new CardForm(number, "12/34", "123"), "Your card number is incomplete.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4242424242424241", "4242424242424224", "378282246310006"})
    void numberThatFailsTheLuhnCheckIsIncorrect(String number) {
        refuses(new CardForm(number, "12/34", "123"), "Your card number is incorrect.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                VISA,
                "5555555555554444",
                "2223003122003222",
                "378282246310005",
                "6011111111111117",
                "3056930009020004",
                "36227206271667",
                "3566002020360505",
                "6200000000000005",
                "6205500000000000004"
            })
    void everyBrandsNumbersPassTheLuhnCheck(String number) {
        var cvc = number.startsWith("37") ? "1234" : "123";

        assertThat(new CardForm(number, "12/34", cvc).validate(NOW))
                .isEqualTo(YearMonth.of(2034, 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "12/", "/34", "12-34", "1234", "12/345", "123/34", "ab/cd"})
    void expiryThatIsNoMonthAndYearIsIncomplete(String expiry) {
        refuses(new CardForm(VISA, expiry, "123"), "Your card's expiration date is incomplete.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"13/34", "00/34", "99/2034"})
    void monthThatDoesNotExistIsInvalid(String expiry) {
        refuses(new CardForm(VISA, expiry, "123"), "Your card's expiration date is invalid.");
    }

    @ParameterizedTest
    @CsvSource({
        "05/24, date is in the past",
        "12/23, year is in the past",
        "01/2020, year is in the past",
        "01/75, year is invalid"
    })
    void expiryInThePastOrTooFarAheadIsRefused(String expiry, String why) {
        refuses(new CardForm(VISA, expiry, "123"), "Your card's expiration %s.".formatted(why));
    }

    @Test
    void lastMonthIsGoodToItsEnd() {
        var form = new CardForm(VISA, "06/24", "123");

        assertThat(form.validate(Instant.parse("2024-06-30T23:59:59.999Z")))
                .isEqualTo(YearMonth.of(2024, 6));
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> form.validate(Instant.parse("2024-07-01T00:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource({
        "4242424242424242, ''",
        "4242424242424242, 12",
        "4242424242424242, 1234",
        "4242424242424242, 12a",
        "378282246310005, 123",
        "378282246310005, 12345",
        "371449635398431, 123"
    })
    void securityCodeHasThreeDigitsAndFourOnAmericanExpress(String number, String cvc) {
        refuses(new CardForm(number, "12/34", cvc), "Your card's security code is incomplete.");
        assertThat(new CardForm(VISA, "12/34", " 123 ").validate(NOW)).isNotNull();
        assertThat(new CardForm("378282246310005", "12/34", "1234").validate(NOW)).isNotNull();
    }

    private static void refuses(CardForm form, String text) {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> form.validate(NOW))
                .withMessage(text);
    }
}
