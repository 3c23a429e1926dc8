package dev.paystub.nowpayments;

import dev.paystub.account.Schedule;
import dev.paystub.account.ScheduledTask;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Payments take the steps of their walks when the account's clock reaches them. */
@Component
class PaymentSteps implements ScheduledTask {

    private final SimulatedPayments payments;
    private final Deposits deposits;
    private final Schedule agenda;
    private final ApplicationEventPublisher events;

    PaymentSteps(
            SimulatedPayments payments,
            Deposits deposits,
            Schedule agenda,
            ApplicationEventPublisher events) {
        this.payments = payments;
        this.deposits = deposits;
        this.agenda = agenda;
        this.events = events;
    }

    /** Keeps a payment as it is now, and when it will move next, if it will. */
    void keep(SimulatedPayment payment) {
        payments.save(payment);
        payment.next()
                .ifPresentOrElse(
                        step -> agenda.schedule(kind(), payment.number(), payment.at(step)),
                        () -> agenda.cancel(kind(), payment.number()));
    }

    @Override
    public String kind() {
        return "crypto.step";
    }

    @Override
    public void runDue(long number, Instant at) {
        var payment = payments.findByNumber(number).orElseThrow();
        var arrived = CoinAmounts.sum(deposits.findAllByPaymentNumberOrderByNumber(number));
        events.publishEvent(payment.change(payment.next().orElseThrow(), arrived));
        payment.goOn();
        keep(payment);
    }
}
