package dev.paystub.order;

import dev.paystub.account.AccountSeeded;
import dev.paystub.catalog.BillingCycle;
import dev.paystub.catalog.Catalog;
import dev.paystub.invoice.BillingCalendar;
import dev.paystub.order.Hosting.Status;
import dev.paystub.world.SeedContributor;
import dev.paystub.world.SeedFile;
import dev.paystub.world.SeedRows;
import java.time.LocalDate;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Seeds {@code services}. */
@Component
@Order(3)
class HostingSeed implements SeedContributor {

    private final Catalog catalog;
    private final BillingCalendar calendar;
    private final SeedRows rows;
    private final MonthlyBilling monthly;

    HostingSeed(Catalog catalog, BillingCalendar calendar, SeedRows rows, MonthlyBilling monthly) {
        this.catalog = catalog;
        this.calendar = calendar;
        this.rows = rows;
        this.monthly = monthly;
    }

    record SeededService(
            long id, int pid, String regdate, String domain, Status status, String billingcycle) {}

    @Override
    public void contribute(SeedFile file) {
        rows.insert(
                "hostings",
                file.list("services", SeededService.class).stream().map(this::row).toList());
    }

    private SeedRows.Row row(SeededService service) {
        var cycle = BillingCycle.of(service.billingcycle()).orElseThrow();
        var product = catalog.find(service.pid()).orElseThrow();
        return new SeedRows.Row(service.id())
                .set("pid", service.pid())
                .set("domain", service.domain())
                .set("os", catalog.images().getFirst())
                .set("ssh_keys", "")
                .set("status", service.status())
                .set("suspension_reason", "")
                .set("billing_cycle", cycle)
                .set("amount", product.price(cycle))
                .set("reg_date", LocalDate.parse(service.regdate()))
                .set("periods", 0)
                .set("usage_hours", 0);
    }

    /** Starts the periods of seeded services: the paid month begins at the time of seeding. */
    @EventListener
    void startPeriods(AccountSeeded seeded) {
        var from = calendar.dateOf(seeded.at());
        rows.update(
                        "hostings",
                        "number",
                        Map.of("status", Status.ACTIVE, "billing_cycle", BillingCycle.MONTHLY),
                        Map.of("anchor", from, "periods", 1))
                .forEach(
                        number -> monthly.scheduleRenewal(number, from.plusMonths(1), seeded.at()));
    }
}
