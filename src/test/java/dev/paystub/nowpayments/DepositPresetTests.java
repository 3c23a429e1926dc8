package dev.paystub.nowpayments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.kernel.DomainException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepositPresetTests {

    @ParameterizedTest
    @CsvSource({
        "EXACTLY, 0.0006047, 0.0001, 0.0006047",
        "PART, 0.0006047, 0.0001, 0.00036282",
        "PART, 0.00060471, 0, 0.00036283",
        "REST, 0.0006047, 0, 0.0006047",
        "REST, 0.0006047, 0.00036282, 0.00024188",
        "OVER, 0.0006047, 0, 0.00075588",
        "OVER, 200, 0, 250"
    })
    void portionIsInTheCoinsDecimals(
            DepositPreset portion, BigDecimal asked, BigDecimal arrived, String coins) {
        assertThat(portion.of(asked, arrived, 8).toPlainString()).isEqualTo(coins);
    }

    @Test
    void nothingIsLeftOncePaid() {
        assertThatExceptionOfType(DomainException.Conflict.class)
                .isThrownBy(() -> DepositPreset.REST.of(BigDecimal.ONE, BigDecimal.ONE, 8))
                .withMessageContaining("Nothing is left to pay");
    }
}
