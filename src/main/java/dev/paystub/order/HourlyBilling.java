package dev.paystub.order;

import dev.paystub.catalog.BillingCycle;
import dev.paystub.catalog.Catalog;
import dev.paystub.engine.Schedule;
import dev.paystub.engine.ScheduledTask;
import dev.paystub.invoice.BillingCalendar;
import dev.paystub.invoice.InvoiceItem;
import dev.paystub.invoice.Invoicing;
import dev.paystub.invoice.Ledger;
import dev.paystub.kernel.DomainException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Bills hourly services. They are prepaid: the price of each hour is drawn from the credit balance
 * as the hour begins, and the hours of a month appear on one paid invoice. A service is suspended
 * when the balance does not cover its next hour, and resumes when it does.
 */
@Component
class HourlyBilling implements ScheduledTask {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String NO_FUNDS = "Insufficient funds";
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("MM/yyyy", Locale.ROOT);

    private final Hostings hostings;
    private final Catalog catalog;
    private final Invoicing invoicing;
    private final BillingCalendar calendar;
    private final Schedule schedule;
    private final Clock clock;

    HourlyBilling(
            Hostings hostings,
            Catalog catalog,
            Invoicing invoicing,
            BillingCalendar calendar,
            Schedule schedule,
            Clock clock) {
        this.hostings = hostings;
        this.catalog = catalog;
        this.invoicing = invoicing;
        this.calendar = calendar;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * Draws the first hour and activates the service. Returns its usage invoice.
     *
     * @throws DomainException.Conflict when the balance does not cover the first hour
     */
    long begin(Hosting hosting) {
        var invoice = runAnHour(hosting);
        return invoice.orElseThrow(() ->
                new DomainException.Conflict(
                        "Insufficient funds: the first hour costs %s and is paid from the balance"
                                .formatted(hosting.amount())));
    }

    @Override
    public String kind() {
        return "hosting.hour";
    }

    @Override
    public void runDue(long number, Instant at) {
        var hosting = hostings.findByNumber(number).orElseThrow();
        if (hosting.is(Hosting.Status.ACTIVE) && runAnHour(hosting).isEmpty()) {
            hosting.suspend(NO_FUNDS);
            hostings.save(hosting);
        }
    }

    @EventListener
    void resume(Ledger.BalanceChanged change) {
        if (change.isRise()) {
            hostings.findAllByStatusAndBillingCycleOrderByNumber(
                            Hosting.Status.SUSPENDED, BillingCycle.HOURLY)
                    .forEach(this::runAnHour);
        }
    }

    private Optional<Long> runAnHour(Hosting hosting) {
        var now = clock.instant();
        var month = calendar.dateOf(now).withDayOfMonth(1);
        var usage =
                new InvoiceItem.NewItem(
                        InvoiceItem.HOSTING,
                        hosting.number(),
                        describe(hosting, month),
                        hosting.amount());
        var drawn = "%s - %s: 1 hour".formatted(productName(hosting), hosting.domain());
        var invoice = invoicing.billUsage(hosting.usageInvoice(month), usage, drawn);
        invoice.ifPresent(number -> {
            hosting.used(month, number);
            hosting.activate();
            hostings.save(hosting);
            schedule.schedule(kind(), hosting.number(), now.plus(HOUR));
        });
        return invoice;
    }

    private String describe(Hosting hosting, LocalDate month) {
        return "%s - %s (%s, hours: %d)"
                .formatted(
                        productName(hosting),
                        hosting.domain(),
                        MONTH.format(month),
                        hosting.hoursOf(month));
    }

    private String productName(Hosting hosting) {
        return catalog.find(hosting.pid()).orElseThrow().name();
    }
}
