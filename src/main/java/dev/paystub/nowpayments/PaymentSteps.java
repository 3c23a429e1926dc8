package dev.paystub.nowpayments;

import dev.paystub.engine.Schedule;
import dev.paystub.engine.ScheduledTask;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Runs the steps of payments when the account's clock reaches them. */
@Component
class PaymentSteps implements ScheduledTask {

    private final SimulatedPayments payments;
    private final Deposits deposits;
    private final Schedule schedule;
    private final ApplicationEventPublisher events;

    PaymentSteps(
            SimulatedPayments payments,
            Deposits deposits,
            Schedule schedule,
            ApplicationEventPublisher events) {
        this.payments = payments;
        this.deposits = deposits;
        this.schedule = schedule;
        this.events = events;
    }

    /** Saves a payment and schedules its next step, or cancels the schedule when none is left. */
    void saveAndSchedule(SimulatedPayment payment) {
        payments.save(payment);
        payment.nextStep()
                .ifPresentOrElse(
                        step -> schedule.schedule(kind(), payment.number(), payment.timeOf(step)),
                        () -> schedule.cancel(kind(), payment.number()));
    }

    @Override
    public String kind() {
        return "crypto.step";
    }

    @Override
    public void runDue(long number, Instant at) {
        var payment = payments.findByNumber(number).orElseThrow();
        var arrived = CoinAmounts.sum(deposits.findAllByPaymentNumberOrderByNumber(number));
        events.publishEvent(payment.toEvent(payment.nextStep().orElseThrow(), arrived));
        payment.advance();
        saveAndSchedule(payment);
    }
}
