package dev.paystub.nowpayments;

import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CryptoPayment.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a payment unfolds by itself: which status, how long after it was made, and how much of the
 * price arrives. Named as NOWPayments' sandbox names its {@code case}; {@code expired} is ours. The
 * default ends when the document's sample does, 10.245 seconds after the payment was made.
 */
enum PaymentCase {
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
    /** Waits for deposits; without any it expires after its seven days. */
    COMMON("0.00", new Step(Status.EXPIRED, Duration.ofDays(7)));

    /** What follows a first deposit, counted from it; how it settles is decided by what arrived. */
    static final List<Step> AFTER_DEPOSIT =
            List.of(
                    new Step(Status.CONFIRMED, Duration.ofMillis(3_000)),
                    new Step(Status.SENDING, Duration.ofMillis(5_000)),
                    new Step(Status.FINISHED, Duration.ofMillis(7_245)));

    private final BigDecimal share;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of, of records of immutable values
    private final List<Step> steps;

    PaymentCase(String share, Step... steps) {
        this.share = new BigDecimal(share);
        this.steps = List.of(steps);
    }

    /** A status, and how long after the payment was made it is reached. */
    record Step(Status status, Duration after) {}

    /**
     * @throws DomainException.Invalid when there is no such case; null is the default
     */
    static PaymentCase of(@Nullable String name) {
        return Arrays.stream(values())
                .filter(walk -> name == null ? walk == SUCCESS : walk.label().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new DomainException.Invalid(
                                "Case must be one of "
                                        + Arrays.stream(values())
                                                .map(PaymentCase::label)
                                                .collect(Collectors.joining(", "))));
    }

    /** The case as NOWPayments spells it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Step> steps() {
        return steps;
    }

    /** How many of the asked coins are seen by the time a payment has that status. */
    BigDecimal actuallyPaid(Status status, BigDecimal asked) {
        return status == Status.WAITING || status == Status.EXPIRED
                ? BigDecimal.ZERO
                : asked.multiply(share);
    }

    /** What arrives of a price with a status: all of it with the one that settles. */
    Money credited(Status status, Money price) {
        return status == Status.FINISHED || status == Status.PARTIALLY_PAID
                ? Money.rounded(price.amount().multiply(share))
                : Money.ZERO;
    }
}
