package dev.paystub.payment;

import static dev.paystub.payment.CryptoPayment.Status.CONFIRMED;
import static dev.paystub.payment.CryptoPayment.Status.CONFIRMING;
import static dev.paystub.payment.CryptoPayment.Status.EXPIRED;
import static dev.paystub.payment.CryptoPayment.Status.FAILED;
import static dev.paystub.payment.CryptoPayment.Status.FINISHED;
import static dev.paystub.payment.CryptoPayment.Status.PARTIALLY_PAID;
import static dev.paystub.payment.CryptoPayment.Status.REFUNDED;
import static dev.paystub.payment.CryptoPayment.Status.SENDING;
import static dev.paystub.payment.CryptoPayment.Status.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoPayment.CryptoPaymentChanged;
import dev.paystub.payment.CryptoPayment.Status;
import dev.paystub.testing.Facts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CryptoPaymentTests {

    private static final Instant CREATED = Instant.parse("2024-06-09T15:23:43.444Z");
    private static final Instant LATER = Instant.parse("2024-06-09T15:23:53.689Z");

    /** The transitions of the reference sheet. */
    private static final Map<Status, Set<Status>> LEGAL =
            Map.of(
                    WAITING, Set.of(CONFIRMING, EXPIRED, FAILED),
                    CONFIRMING, Set.of(CONFIRMED, FAILED),
                    CONFIRMED, Set.of(SENDING, FAILED),
                    SENDING, Set.of(FINISHED, PARTIALLY_PAID, FAILED),
                    FINISHED, Set.of(REFUNDED),
                    PARTIALLY_PAID, Set.of(REFUNDED),
                    FAILED, Set.of(REFUNDED),
                    EXPIRED, Set.of(),
                    REFUNDED, Set.of());

    /** The statuses that lead to each status. */
    private static final Map<Status, List<Status>> WAYS =
            Map.of(
                    WAITING, List.of(),
                    CONFIRMING, List.of(CONFIRMING),
                    CONFIRMED, List.of(CONFIRMING, CONFIRMED),
                    SENDING, List.of(CONFIRMING, CONFIRMED, SENDING),
                    FINISHED, List.of(CONFIRMING, CONFIRMED, SENDING, FINISHED),
                    PARTIALLY_PAID, List.of(CONFIRMING, CONFIRMED, SENDING, PARTIALLY_PAID),
                    FAILED, List.of(FAILED),
                    EXPIRED, List.of(EXPIRED),
                    REFUNDED, List.of(FAILED, REFUNDED));

    @Test
    void newPaymentWaits() {
        var payment = payment();

        assertThat(payment.status()).isEqualTo(WAITING);
        assertThat(payment.createdAt()).isEqualTo(CREATED);
        assertThat(payment.updatedAt()).isEqualTo(CREATED);
        assertThat(payment.invoiceNumber()).isEqualTo(34);
        assertThat(payment.priceAmount()).isEqualTo(Money.of("25.00"));
        assertThat(Facts.of(payment))
                .containsExactly(new CryptoPaymentChanged(4465327355L, null, WAITING));
    }

    @Test
    void datesAreTheDocumentedOnes() {
        assertThat(payment().expirationEstimateDate())
                .isEqualTo(Instant.parse("2024-06-09T15:43:43.443Z"));
        assertThat(payment().validUntil()).isEqualTo(Instant.parse("2024-06-16T15:23:43.443Z"));
    }

    @Test
    void datesStayWhenThePaymentMovesOn() {
        var payment = payment();
        payment.moveTo(CONFIRMING, LATER);

        assertThat(payment.createdAt()).isEqualTo(CREATED);
        assertThat(payment.validUntil()).isEqualTo(payment().validUntil());
        assertThat(payment.expirationEstimateDate()).isEqualTo(payment().expirationEstimateDate());
    }

    @Test
    void coinsAreShownWithoutTrailingZeros() {
        assertThat(payment().payAmount().toPlainString()).isEqualTo("0.0006047");
    }

    @Test
    void statusesAreTheNineOfTheGateway() {
        assertThat(Status.values())
                .extracting(Status::label)
                .containsExactlyInAnyOrder(
                        "waiting",
                        "confirming",
                        "confirmed",
                        "sending",
                        "partially_paid",
                        "finished",
                        "failed",
                        "refunded",
                        "expired");
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("transitions")
    void onlyLegalTransitionsHappen(Status from, Status to) {
        var payment = paymentIn(from);
        var facts = Facts.of(payment);

        if (LEGAL.get(from).contains(to)) {
            payment.moveTo(to, LATER);
            assertThat(payment.status()).isEqualTo(to);
            assertThat(payment.updatedAt()).isEqualTo(LATER);
            assertThat(Facts.of(payment))
                    .hasSize(facts.size() + 1)
                    .endsWith(new CryptoPaymentChanged(4465327355L, from, to));
        } else {
            assertThatExceptionOfType(DomainException.Conflict.class)
                    .isThrownBy(() -> payment.moveTo(to, LATER))
                    .withMessage("A %s payment cannot become %s", from.label(), to.label());
            assertThat(payment.status()).isEqualTo(from);
            assertThat(payment.updatedAt()).isEqualTo(CREATED);
            assertThat(Facts.of(payment)).isEqualTo(facts);
        }
    }

    static Stream<Arguments> transitions() {
        return Arrays.stream(Status.values())
                .flatMap(from -> Arrays.stream(Status.values()).map(to -> Arguments.of(from, to)));
    }

    private static CryptoPayment paymentIn(Status status) {
        var payment = payment();
        WAYS.get(status).forEach(step -> payment.moveTo(step, CREATED));
        return payment;
    }

    private static CryptoPayment payment() {
        var quote =
                new CryptoGateway.Quote(
                        "377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj",
                        new BigDecimal("0.00060470"),
                        "btc",
                        "btc",
                        null);
        return new CryptoPayment(4465327355L, 34, Money.of("25.00"), quote, CREATED);
    }
}
