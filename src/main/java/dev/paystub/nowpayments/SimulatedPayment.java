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

/**
 * The progress of a payment through its steps: those of its case, or those that follow a first
 * deposit.
 */
@Entity
@Table(name = "simulated_payments")
class SimulatedPayment extends AccountScoped<SimulatedPayment> {

    private static final int CENTS = 2;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private PaymentCase paymentCase;

    private Money price;
    private BigDecimal payAmount;
    private Instant openedAt;
    private @Nullable Instant firstDepositAt;
    private int steps;

    @SuppressWarnings("NullAway.Init")
    protected SimulatedPayment() {}

    SimulatedPayment(
            long number,
            PaymentCase paymentCase,
            Money price,
            BigDecimal payAmount,
            Instant openedAt) {
        super(number);
        this.paymentCase = paymentCase;
        this.price = price;
        this.payAmount = payAmount;
        this.openedAt = openedAt;
    }

    /** Returns the next step, if any is left. */
    Optional<Step> nextStep() {
        return hasEnded() ? Optional.empty() : Optional.of(allSteps().get(steps));
    }

    /** Returns whether no step is left. */
    boolean hasEnded() {
        return steps >= allSteps().size();
    }

    private List<Step> allSteps() {
        return firstDepositAt == null ? paymentCase.steps() : PaymentCase.AFTER_DEPOSIT;
    }

    void advance() {
        steps++;
    }

    /** Restarts with the steps that follow a first deposit; the case no longer matters. */
    void startAfterDeposit(Instant at) {
        firstDepositAt = at;
        steps = 0;
    }

    /** Skips all remaining steps. */
    void end() {
        steps = allSteps().size();
    }

    /** Returns the instant at which a step is reached. */
    Instant timeOf(Step step) {
        return (firstDepositAt == null ? openedAt : firstDepositAt).plus(step.after());
    }

    /**
     * Returns the change of the payment on reaching a step.
     *
     * @param arrived total of the coins deposited by then
     */
    PaymentChanged toEvent(Step step, BigDecimal arrived) {
        if (firstDepositAt == null) {
            return new PaymentChanged(
                    number(), step.status(), paymentCase.credited(step.status(), price));
        }
        if (step.status() != Status.FINISHED) {
            return new PaymentChanged(number(), step.status(), Money.ZERO);
        }
        return new PaymentChanged(
                number(),
                arrived.compareTo(payAmount) >= 0 ? Status.FINISHED : Status.PARTIALLY_PAID,
                worthOf(arrived));
    }

    /**
     * Converts coins to US dollars by the payment's own quote, rounded once to the cent, so that
     * all requested coins are worth exactly the price.
     */
    Money worthOf(BigDecimal coins) {
        return new Money(
                coins.multiply(price.amount()).divide(payAmount, CENTS, RoundingMode.HALF_UP));
    }

    /**
     * Returns the coins seen so far of a payment in that status.
     *
     * @param deposited total of the coins deposited so far
     */
    BigDecimal actuallyPaid(Status status, BigDecimal deposited) {
        return firstDepositAt == null ? paymentCase.actuallyPaid(status, payAmount) : deposited;
    }

    /** Returns whether a first deposit has been made. */
    boolean hasDeposit() {
        return firstDepositAt != null;
    }

    PaymentCase paymentCase() {
        return paymentCase;
    }
}
