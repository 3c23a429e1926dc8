package dev.paystub.nowpayments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoGateway.PaymentChanged;
import dev.paystub.payment.CryptoPayment.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedPaymentTests {

    private static final Instant OPENED = Instant.parse("2024-06-09T15:23:43.444Z");
    private static final BigDecimal ASKED = new BigDecimal("0.0006047");

    private static SimulatedPayment of(PaymentCase paymentCase) {
        return new SimulatedPayment(1, paymentCase, Money.of("25.00"), ASKED, OPENED);
    }

    private static ArrayList<String> walkToTheEnd(SimulatedPayment payment, String arrived) {
        var steps = new ArrayList<String>();
        while (!payment.hasEnded()) {
            var step = payment.nextStep().orElseThrow();
            var change = payment.toEvent(step, new BigDecimal(arrived));
            steps.add(
                    "%s %s %s".formatted(payment.timeOf(step), change.status(), change.received()));
            payment.advance();
        }
        return steps;
    }

    @Test
    void withoutADepositItWaitsSevenDays() {
        assertThat(walkToTheEnd(of(PaymentCase.COMMON), "0"))
                .containsExactly("2024-06-16T15:23:43.444Z EXPIRED 0.00");
    }

    @Test
    void depositBeginsAWalkOfItsOwn() {
        var payment = of(PaymentCase.COMMON);
        payment.startAfterDeposit(Instant.parse("2024-06-10T00:00:00Z"));

        assertThat(walkToTheEnd(payment, "0.0006047"))
                .containsExactly(
                        "2024-06-10T00:00:03Z CONFIRMED 0.00",
                        "2024-06-10T00:00:05Z SENDING 0.00",
                        "2024-06-10T00:00:07.245Z FINISHED 25.00");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0006047, FINISHED, 25.00",
        "0.00060470, FINISHED, 25.00",
        "0.00060469, PARTIALLY_PAID, 25.00",
        "0.00060471, FINISHED, 25.00",
        "0.0012094, FINISHED, 50.00",
        "0.00036282, PARTIALLY_PAID, 15.00",
        "0.00000001, PARTIALLY_PAID, 0.00",
        "0.00000012, PARTIALLY_PAID, 0.00",
        "0.00000013, PARTIALLY_PAID, 0.01"
    })
    void whatHasArrivedDecidesHowItSettles(String arrived, Status status, String received) {
        var payment = of(PaymentCase.COMMON);
        payment.startAfterDeposit(OPENED);
        var settling = PaymentCase.AFTER_DEPOSIT.getLast();

        assertThat(payment.toEvent(settling, new BigDecimal(arrived)))
                .isEqualTo(new PaymentChanged(1, status, Money.of(received)));
    }

    @Test
    void endedMeansNoStepIsLeft() {
        var payment = of(PaymentCase.COMMON);
        payment.end();
        assertThat(payment.hasEnded()).isTrue();
        assertThat(payment.nextStep()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, WAITING, 0",
        "SUCCESS, CONFIRMING, 0.0006047",
        "PARTIALLY_PAID, SENDING, 0.00036282",
        "FAILED, CONFIRMING, 0",
        "EXPIRED, EXPIRED, 0"
    })
    void casesThatPlayByThemselvesAreSeenToBringTheirShare(
            PaymentCase paymentCase, Status status, String seen) {
        assertThat(of(paymentCase).actuallyPaid(status, BigDecimal.ZERO))
                .isEqualByComparingTo(seen);
    }

    @Test
    void worthOfManyDepositsIsTheWorthOfTheirSum() {
        var part = new BigDecimal("0.0000000604");
        assertThat(of(PaymentCase.COMMON).worthOf(part)).isEqualTo(Money.ZERO);
        assertThat(of(PaymentCase.COMMON).worthOf(part.multiply(BigDecimal.valueOf(100))))
                .isEqualTo(Money.of("0.25"));
    }
}
