package dev.paystub.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTests {

    private static final MoneyConverter COLUMN = new MoneyConverter();

    @ParameterizedTest
    @CsvSource({
        "10, 10.00",
        "0.5, 0.50",
        "100.0, 100.00",
        "1E+3, 1000.00",
        "25.000, 25.00",
        "-3, -3.00",
        "0, 0.00",
        "1234567.89, 1234567.89"
    })
    void isWrittenWithTwoDecimalsAndNothingElse(BigDecimal amount, String text) {
        assertThat(new Money(amount)).hasToString(text);
        assertThat(Money.of(text)).isEqualTo(new Money(amount));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.001", "10.005", "-0.999"})
    void fractionOfACentIsRefused(String amount) {
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Money.of(amount));
    }

    @ParameterizedTest
    @CsvSource({
        "29.955, 29.96",
        "29.954, 29.95",
        "0.005, 0.01",
        "0.0049, 0.00",
        "-0.005, -0.01",
        "209.5, 209.50"
    })
    void roundsHalfUpToTheCent(BigDecimal amount, String text) {
        assertThat(Money.rounded(amount)).hasToString(text);
    }

    @Test
    void addsAndSubtractsToTheCent() {
        var tenth = Money.of("0.10");
        var sum = Money.ZERO;
        for (var i = 0; i < 10; i++) {
            sum = sum.plus(tenth);
        }
        assertThat(sum).isEqualTo(Money.of("1"));
        assertThat(sum.minus(Money.of("1.01"))).isEqualTo(Money.of("-0.01"));
        assertThat(sum.negated()).isEqualTo(Money.of("-1.00"));
        assertThat(sum.negated().negated()).isEqualTo(sum);
    }

    @Test
    void coversItselfAndLess() {
        var ten = Money.of("10");
        assertThat(ten.covers(Money.of("10.00"))).isTrue();
        assertThat(ten.covers(Money.of("9.99"))).isTrue();
        assertThat(ten.covers(Money.of("10.01"))).isFalse();
        assertThat(ten.min(Money.of("9.99"))).isEqualTo(Money.of("9.99"));
        assertThat(ten.min(Money.of("10.01"))).isEqualTo(ten);
        assertThat(ten).isGreaterThan(Money.of("2")).isLessThan(Money.of("100"));
    }

    @Test
    void onlyWhatIsAboveZeroIsPositive() {
        assertThat(Money.of("0.01").isPositive()).isTrue();
        assertThat(Money.ZERO.isPositive()).isFalse();
        assertThat(Money.of("-0.01").isPositive()).isFalse();
        assertThat(Money.of("0.000").isZero()).isTrue();
        assertThat(Money.of("-0.01").isZero()).isFalse();
    }

    @Test
    void columnHoldsTheAmountOrNothing() {
        assertThat(COLUMN.convertToDatabaseColumn(Money.of("5"))).isEqualTo(new BigDecimal("5.00"));
        assertThat(COLUMN.convertToEntityAttribute(new BigDecimal("5.0")))
                .isEqualTo(Money.of("5.00"));
        assertThat(COLUMN.convertToDatabaseColumn(null)).isNull();
        assertThat(COLUMN.convertToEntityAttribute(null)).isNull();
    }
}
