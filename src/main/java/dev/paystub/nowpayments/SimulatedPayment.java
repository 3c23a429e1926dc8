package dev.paystub.nowpayments;

import dev.paystub.account.AccountScoped;
import dev.paystub.kernel.Money;
import dev.paystub.nowpayments.PaymentCase.Step;
import dev.paystub.payment.CryptoGateway.PaymentChanged;
import dev.paystub.payment.CryptoPayment.Status;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** How far a payment has come on its walk: the one of its case, or the one that deposits began. */
@Entity
@Table(name = "simulated_payments")
class SimulatedPayment extends AccountScoped<SimulatedPayment> {

    private static final int CENTS = 2;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private PaymentCase walk;

    private Money price;
    private BigDecimal payAmount;
    private Instant openedAt;
    private @Nullable Instant firstDepositAt;
    private int steps;

    @SuppressWarnings("NullAway.Init")
    protected SimulatedPayment() {}

    SimulatedPayment(
            long number, PaymentCase walk, Money price, BigDecimal payAmount, Instant openedAt) {
        super(number);
        this.walk = walk;
        this.price = price;
        this.payAmount = payAmount;
        this.openedAt = openedAt;
    }

    /** The step that comes next, if any is left. */
    Optional<Step> nextStep() {
        return hasEnded() ? Optional.empty() : Optional.of(allSteps().get(steps));
    }

    /** Whether it will not move any more. */
    boolean hasEnded() {
        return steps >= allSteps().size();
    }

    private List<Step> allSteps() {
        return firstDepositAt == null ? walk.steps() : PaymentCase.AFTER_DEPOSIT;
    }

    void advance() {
        steps++;
    }

    /** From the first deposit on, its case does not matter any more. */
    void startAfterDeposit(Instant at) {
        firstDepositAt = at;
        steps = 0;
    }

    /** Nothing will move it any more. */
    void end() {
        steps = allSteps().size();
    }

    /** When a step is reached. */
    Instant timeOf(Step step) {
        return (firstDepositAt == null ? openedAt : firstDepositAt).plus(step.after());
    }

    /**
     * What a step brings.
     *
     * @param arrived the coins that have been deposited by then
     */
    PaymentChanged toEvent(Step step, BigDecimal arrived) {
        if (firstDepositAt == null) {
            return new PaymentChanged(number(), step.status(), walk.credited(step.status(), price));
        }
        if (step.status() != Status.FINISHED) {
            return new PaymentChanged(number(), step.status(), Money.ZERO);
        }
        return new PaymentChanged(
                number(),
                arrived.compareTo(payAmount) >= 0 ? Status.FINISHED : Status.PARTIALLY_PAID,
                worthOf(arrived));
    }

    /** What coins are worth by the payment's own quote, rounded once: all of them are the price. */
    Money worthOf(BigDecimal coins) {
        return new Money(
                coins.multiply(price.amount()).divide(payAmount, CENTS, RoundingMode.HALF_UP));
    }

    /** The coins seen so far of a payment in that status, given those deposited. */
    BigDecimal actuallyPaid(Status status, BigDecimal deposited) {
        return firstDepositAt == null ? walk.actuallyPaid(status, payAmount) : deposited;
    }

    /** Whether a first deposit has begun its walk. */
    boolean hasDeposit() {
        return firstDepositAt != null;
    }

    PaymentCase walk() {
        return walk;
    }
}
