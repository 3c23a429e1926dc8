package dev.paystub.payment;

import dev.paystub.account.Schedule;
import dev.paystub.account.ScheduledTask;
import dev.paystub.invoice.BillingCalendar;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.InvoiceItem;
import dev.paystub.invoice.Invoicing;
import java.time.Instant;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * On its due date an unpaid invoice, unless it adds funds, is charged to the default card; after a
 * decline once more on each of the next three days, and then no more (WHMCS, Process Days Before
 * Due 0, retried daily).
 */
@Component
class Dunning implements ScheduledTask {

    private static final int RETRIES = 3;

    private final Payments payments;
    private final Invoicing invoicing;
    private final DunningAttempts captures;
    private final Schedule agenda;
    private final BillingCalendar calendar;
    private final ApplicationEventPublisher events;

    Dunning(
            Payments payments,
            Invoicing invoicing,
            DunningAttempts captures,
            Schedule agenda,
            BillingCalendar calendar,
            ApplicationEventPublisher events) {
        this.payments = payments;
        this.invoicing = invoicing;
        this.captures = captures;
        this.agenda = agenda;
        this.calendar = calendar;
        this.events = events;
    }

    @EventListener
    void plan(Invoice.InvoiceCreated created) {
        if (!created.addsFunds()) {
            agenda.schedule(kind(), created.number(), calendar.startOf(created.dueDate()));
        }
    }

    @EventListener
    void stop(Invoice.InvoicePaid paid) {
        agenda.cancel(kind(), paid.number());
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
        var capture = captures.findByNumber(number).orElseGet(() -> new DunningAttempt(number));
        var failures = capture.failed();
        captures.save(capture);
        if (failures <= RETRIES) {
            var nextDay = calendar.dateOf(at).plusDays(1);
            agenda.schedule(kind(), number, calendar.startOf(nextDay));
        } else {
            events.publishEvent(new DunningExhausted(number, servicesOf(invoice)));
        }
    }

    private static List<Long> servicesOf(Invoice invoice) {
        return invoice.items().stream()
                .filter(item -> item.type().equals(InvoiceItem.HOSTING))
                .map(InvoiceItem::relid)
                .toList();
    }
}
