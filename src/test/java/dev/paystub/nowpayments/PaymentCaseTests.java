package dev.paystub.nowpayments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.nowpayments.PaymentCase.Step;
import dev.paystub.payment.CryptoPayment.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentCaseTests {

    private static final Money PRICE = Money.of("25.00");

    @ParameterizedTest
    @EnumSource
    void everyStepOfACaseIsLegal(PaymentCase paymentCase) {
        var status = Status.WAITING;
        for (var step : paymentCase.steps()) {
            assertThat(status.next()).contains(step.status());
            status = step.status();
        }
    }

    @ParameterizedTest
    @EnumSource
    void caseOnlyMovesForwardInTime(PaymentCase paymentCase) {
        assertThat(paymentCase.steps()).isNotEmpty();
        var now = Duration.ZERO;
        for (var step : paymentCase.steps()) {
            assertThat(step.after()).isGreaterThan(now);
            now = step.after();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, finished",
        "PARTIALLY_PAID, partially_paid",
        "FAILED, failed",
        "EXPIRED, expired",
        "COMMON, expired"
    })
    void caseEndsAsItsNameSays(PaymentCase paymentCase, String end) {
        assertThat(paymentCase.steps().getLast().status().label()).isEqualTo(end);
    }

    @Test
    void successTakesTheDocumentedTenSeconds() {
        assertThat(PaymentCase.SUCCESS.steps())
                .extracting(Step::status)
                .containsExactly(
                        Status.CONFIRMING, Status.CONFIRMED, Status.SENDING, Status.FINISHED);
        assertThat(PaymentCase.SUCCESS.steps().getLast().after())
                .isEqualTo(Duration.ofMillis(10_245));
    }

    @Test
    void commonWaitsItsSevenDays() {
        assertThat(PaymentCase.COMMON.steps())
                .containsExactly(new Step(Status.EXPIRED, Duration.ofDays(7)));
    }

    @ParameterizedTest
    @EnumSource
    void priceArrivesWithTheStatusThatSettlesAndNeverMoreThanOnce(PaymentCase paymentCase) {
        var received =
                Arrays.stream(Status.values())
                        .filter(status ->
                                paymentCase.steps().stream()
                                        .anyMatch(step -> step.status() == status))
                        .map(status -> paymentCase.credited(status, PRICE))
                        .reduce(Money.ZERO, Money::plus);

        assertThat(received)
                .isEqualTo(
                        switch (paymentCase) {
                            case SUCCESS -> PRICE;
                            case PARTIALLY_PAID -> Money.of("15.00");
                            case FAILED, EXPIRED, COMMON -> Money.ZERO;
                        });
        assertThat(paymentCase.credited(Status.CONFIRMING, PRICE)).isEqualTo(Money.ZERO);
        assertThat(paymentCase.credited(Status.SENDING, PRICE)).isEqualTo(Money.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"0.99, 0.59", "1.00, 0.60", "10.01, 6.01", "33.33, 20.00"})
    void partOfAPriceIsRoundedToTheCent(String price, String part) {
        assertThat(PaymentCase.PARTIALLY_PAID.credited(Status.PARTIALLY_PAID, Money.of(price)))
                .isEqualTo(Money.of(part));
    }

    @ParameterizedTest
    @EnumSource
    void caseIsChosenByItsNameInLowerCase(PaymentCase paymentCase) {
        assertThat(PaymentCase.of(paymentCase.name().toLowerCase(Locale.ROOT)))
                .isEqualTo(paymentCase);
    }

    @Test
    void withoutACaseThePaymentSucceeds() {
        assertThat(PaymentCase.of(null)).isEqualTo(PaymentCase.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SUCCESS", "refunded", "success ", "finish"})
    void unknownCaseIsRefusedWithTheKnownOnes(String name) {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() -> PaymentCase.of(name))
                .withMessage(
                        "Case must be one of success, partially_paid, failed, expired, common");
    }
}
