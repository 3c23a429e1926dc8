package dev.paystub.order;

import dev.paystub.catalog.BillingCycle;
import dev.paystub.catalog.Catalog;
import dev.paystub.engine.Schedule;
import dev.paystub.engine.ScheduledTask;
import dev.paystub.invoice.BillingCalendar;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.InvoiceItem;
import dev.paystub.invoice.Invoicing;
import dev.paystub.payment.DunningExhausted;
import dev.paystub.payment.Payments;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Bills monthly services by invoice. The first invoice comes with the order, each renewal's 14 days
 * (by default) before the paid period ends. Credit is applied to a new invoice (WHMCS, Automatic
 * Credit Use). The rest is charged to the default card, at once for an order, on the due date for a
 * renewal.
 */
@Component
class MonthlyBilling implements ScheduledTask {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT);

    private final Hostings hostings;
    private final Catalog catalog;
    private final Invoicing invoicing;
    private final Payments payments;
    private final BillingCalendar calendar;
    private final Schedule schedule;
    private final Clock clock;

    MonthlyBilling(
            Hostings hostings,
            Catalog catalog,
            Invoicing invoicing,
            Payments payments,
            BillingCalendar calendar,
            Schedule schedule,
            Clock clock) {
        this.hostings = hostings;
        this.catalog = catalog;
        this.invoicing = invoicing;
        this.payments = payments;
        this.calendar = calendar;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * Invoices the first month, then pays the invoice by credit and card as far as possible.
     * Returns its number.
     */
    long begin(Hosting hosting) {
        var today = calendar.dateOf(clock.instant());
        var invoice = invoice(hosting, today, today.plusDays(invoicing.daysUntilDue()));
        if (invoicing.get(invoice).isUnpaid()) {
            payments.payByCard(invoice);
        }
        return invoice;
    }

    @Override
    public String kind() {
        return "hosting.renew";
    }

    @Override
    public void runDue(long number, Instant at) {
        var hosting = hostings.findByNumber(number).orElseThrow();
        var from = hosting.nextDueDate();
        if (hosting.is(Hosting.Status.ACTIVE) && from != null) {
            invoice(hosting, from, from);
        }
    }

    /** Invoices one month from a date on, and applies credit. Returns the invoice's number. */
    private long invoice(Hosting hosting, LocalDate from, LocalDate dueDate) {
        var description =
                "%s - %s (%s - %s)"
                        .formatted(
                                catalog.find(hosting.pid()).orElseThrow().name(),
                                hosting.domain(),
                                DATE.format(from),
                                DATE.format(from.plusMonths(1).minusDays(1)));
        var invoice =
                invoicing.create(
                        dueDate,
                        new InvoiceItem.NewItem(
                                InvoiceItem.HOSTING,
                                hosting.number(),
                                description,
                                hosting.amount()));
        hosting.invoiceRenewal(invoice.number());
        hostings.save(hosting);
        invoicing.applyCredit(invoice.number());
        return invoice.number();
    }

    @EventListener
    void periodPaid(Invoice.InvoicePaid paid) {
        for (var service : paid.services()) {
            monthly(service)
                    .filter(hosting -> hosting.isRenewedBy(paid.number()))
                    .ifPresent(hosting -> startNextPeriod(hosting, paid.at()));
        }
    }

    private void startNextPeriod(Hosting hosting, Instant paidAt) {
        var today = calendar.dateOf(paidAt);
        var due = hosting.nextDueDate();
        if (due == null || !due.plusMonths(1).isAfter(today)) {
            // The first month, or a payment so late that the period would be over: the period
            // begins today.
            hosting.startPeriods(today);
        } else {
            hosting.renew();
        }
        hosting.activate();
        hostings.save(hosting);
        scheduleRenewal(hosting, paidAt);
    }

    private void scheduleRenewal(Hosting hosting, Instant now) {
        var due = hosting.nextDueDate();
        if (due != null) {
            scheduleRenewal(hosting.number(), due, now);
        }
    }

    /** Schedules the invoice of a service's next month, which begins on a date. */
    void scheduleRenewal(long number, LocalDate due, Instant now) {
        var invoiced = calendar.startOf(due.minusDays(invoicing.daysUntilDue()));
        schedule.schedule(kind(), number, invoiced.isAfter(now) ? invoiced : now);
    }

    @EventListener
    void suspend(DunningExhausted givenUp) {
        for (var service : givenUp.services()) {
            monthly(service)
                    .filter(hosting -> hosting.is(Hosting.Status.ACTIVE))
                    .ifPresent(hosting -> {
                        hosting.suspend("Overdue on Payment");
                        hostings.save(hosting);
                    });
        }
    }

    private Optional<Hosting> monthly(long number) {
        return hostings.findByNumber(number)
                .filter(hosting -> hosting.isBilled(BillingCycle.MONTHLY));
    }
}
