package dev.paystub.payment;

import dev.paystub.engine.Schedule;
import dev.paystub.engine.ScheduledTask;
import dev.paystub.invoice.BillingCalendar;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.Invoicing;
import java.time.Instant;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Collects unpaid invoices automatically. On its due date an invoice, such as that of a renewal, is
 * charged to the default card. While it is overdue a failed charge is retried on each of the next
 * three days; after the last failure {@link DunningExhausted} is published, and the invoice stays
 * unpaid (WHMCS, Process Days Before Due 0, retried daily). Invoices that add funds are never
 * charged automatically.
 */
@Component
class Dunning implements ScheduledTask {

    private static final int RETRIES = 3;

    private final Payments payments;
    private final Invoicing invoicing;
    private final DunningAttempts attempts;
    private final Schedule schedule;
    private final BillingCalendar calendar;
    private final ApplicationEventPublisher events;

    Dunning(
            Payments payments,
            Invoicing invoicing,
            DunningAttempts attempts,
            Schedule schedule,
            BillingCalendar calendar,
            ApplicationEventPublisher events) {
        this.payments = payments;
        this.invoicing = invoicing;
        this.attempts = attempts;
        this.schedule = schedule;
        this.calendar = calendar;
        this.events = events;
    }

    @EventListener
    void scheduleFirstCharge(Invoice.InvoiceCreated created) {
        if (!created.addsFunds()) {
            schedule.schedule(kind(), created.number(), calendar.startOf(created.dueDate()));
        }
    }

    @EventListener
    void stopWhenPaid(Invoice.InvoicePaid paid) {
        schedule.cancel(kind(), paid.number());
    }

    @Override
    public String kind() {
        return "invoice.capture";
    }

    @Override
    public void runDue(long number, Instant at) {
        var invoice = invoicing.get(number);
        if (!invoice.isUnpaid() || payments.payByCard(number)) {
            return;
        }
        if (countFailureOf(number) <= RETRIES) {
            var nextDay = calendar.dateOf(at).plusDays(1);
            schedule.schedule(kind(), number, calendar.startOf(nextDay));
        } else {
            events.publishEvent(new DunningExhausted(number, invoice.services()));
        }
    }

    /** Counts one more failure. Returns the number of failed charges of the invoice. */
    private int countFailureOf(long number) {
        var attempt = attempts.findByNumber(number).orElseGet(() -> new DunningAttempt(number));
        var failures = attempt.countFailure();
        attempts.save(attempt);
        return failures;
    }
}
