package dev.paystub.nowpayments;

import dev.paystub.account.AccountScoped;
import dev.paystub.kernel.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** How far a payment has come on its walk. */
@Entity
@Table(name = "simulated_payments")
class SimulatedPayment extends AccountScoped<SimulatedPayment> {

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private PaymentCase walk;

    private Money price;
    private Instant openedAt;
    private int steps;

    @SuppressWarnings("NullAway.Init")
    protected SimulatedPayment() {}

    SimulatedPayment(long number, PaymentCase walk, Money price, Instant openedAt) {
        super(number);
        this.walk = walk;
        this.price = price;
        this.openedAt = openedAt;
    }

    /** The step that comes next, if any is left. */
    Optional<PaymentCase.Step> next() {
        return steps < walk.steps().size()
                ? Optional.of(walk.steps().get(steps))
                : Optional.empty();
    }

    void goOn() {
        steps++;
    }

    /** When a step is reached. */
    Instant at(PaymentCase.Step step) {
        return openedAt.plus(step.after());
    }

    /** What arrives with a step. */
    Money received(PaymentCase.Step step) {
        return walk.received(step.status(), price);
    }
}
