package dev.paystub.nowpayments;

import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Labelled;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoPayment.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a payment proceeds by itself: each status, its time after the payment was made, and the share
 * of the price that arrives. The names are the values of {@code case} in NOWPayments' sandbox; only
 * {@code expired} is Paystub's own. The default case ends 10.245 seconds after the payment was
 * made, like the sample in PureGPU's document.
 */
enum PaymentCase implements Labelled {
    SUCCESS(
            "1.00",
            new Step(Status.CONFIRMING, Duration.ofMillis(3_000)),
            new Step(Status.CONFIRMED, Duration.ofMillis(6_000)),
            new Step(Status.SENDING, Duration.ofMillis(8_000)),
            new Step(Status.FINISHED, Duration.ofMillis(10_245))),
    PARTIALLY_PAID(
            "0.60",
            new Step(Status.CONFIRMING, Duration.ofMillis(3_000)),
            new Step(Status.CONFIRMED, Duration.ofMillis(6_000)),
            new Step(Status.SENDING, Duration.ofMillis(8_000)),
            new Step(Status.PARTIALLY_PAID, Duration.ofMillis(10_245))),
    FAILED(
            "0.00",
            new Step(Status.CONFIRMING, Duration.ofMillis(3_000)),
            new Step(Status.FAILED, Duration.ofMillis(10_245))),
    EXPIRED("0.00", new Step(Status.EXPIRED, Duration.ofMillis(10_245))),
    /** Waits for deposits; without any it expires after seven days. */
    COMMON("0.00", new Step(Status.EXPIRED, Duration.ofDays(7)));

    /**
     * The steps after a first deposit, timed from it. The amount that arrived decides whether the
     * last step is finished or partially paid.
     */
    static final List<Step> AFTER_DEPOSIT =
            List.of(
                    new Step(Status.CONFIRMED, Duration.ofMillis(3_000)),
                    new Step(Status.SENDING, Duration.ofMillis(5_000)),
                    new Step(Status.FINISHED, Duration.ofMillis(7_245)));

    private final BigDecimal share;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of from records of immutable values
    private final List<Step> steps;

    PaymentCase(String share, Step... steps) {
        this.share = new BigDecimal(share);
        this.steps = List.of(steps);
    }

    /** A status, and the time at which it is reached, counted from the start. */
    record Step(Status status, Duration after) {}

    /**
     * Returns the case of that name; null means the default.
     *
     * @throws DomainException.Invalid when there is no such case
     */
    static PaymentCase of(@Nullable String name) {
        return name == null ? SUCCESS : Labelled.of(values(), "Case", name);
    }

    List<Step> steps() {
        return steps;
    }

    /** Returns how many of the requested coins have been seen when a payment has that status. */
    BigDecimal actuallyPaid(Status status, BigDecimal asked) {
        return status == Status.WAITING || status == Status.EXPIRED
                ? BigDecimal.ZERO
                : asked.multiply(share);
    }

    /**
     * Returns the part of the price that is credited on reaching a status: the case's whole share
     * on the status that settles, else zero.
     */
    Money credited(Status status, Money price) {
        return status == Status.FINISHED || status == Status.PARTIALLY_PAID
                ? Money.rounded(price.amount().multiply(share))
                : Money.ZERO;
    }
}
