package dev.paystub.subscription;

import dev.paystub.account.AccountSeeded;
import dev.paystub.engine.Cause;
import dev.paystub.engine.Numbering;
import dev.paystub.kernel.Money;
import dev.paystub.subscription.Subscription.Status;
import dev.paystub.world.SeedContributor;
import dev.paystub.world.SeedFile;
import dev.paystub.world.SeedRows;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Seeds {@code organizations} with their subscriptions and billing histories. */
@Component
@Order(4)
class OrganizationSeed implements SeedContributor {

    /** A seeded unpaid bill counts as retried to the limit, so that it is not charged again. */
    private static final int RETRIED = 4;

    private final Numbering numbering;
    private final SeedRows rows;
    private final ArrearsBilling billing;

    OrganizationSeed(Numbering numbering, SeedRows rows, ArrearsBilling billing) {
        this.numbering = numbering;
        this.rows = rows;
        this.billing = billing;
    }

    record SeededOrganization(
            long id,
            String name,
            String owner,
            int resources,
            @Nullable SeededSubscription subscription,
            @Nullable List<SeededBill> history) {}

    record SeededSubscription(
            int quantity,
            String since,
            String paymentMethod,
            String brand,
            String last4,
            String expiry) {}

    record SeededBill(
            String date, BigDecimal amount, BillingRecord.Status status, String description) {}

    @Override
    public void contribute(SeedFile file) {
        var subscriptions = new ArrayList<SeedRows.Row>();
        var bills = new ArrayList<SeedRows.Row>();
        var organizations = file.list("organizations", SeededOrganization.class);
        for (var organization : organizations) {
            if (organization.subscription() != null) {
                subscriptions.add(row(organization.id(), organization.subscription()));
            }
            if (organization.history() != null) {
                organization.history().forEach(bill -> bills.add(row(organization.id(), bill)));
            }
        }
        rows.insert("organizations", organizations.stream().map(OrganizationSeed::row).toList());
        rows.insert("subscriptions", subscriptions);
        rows.insert("billing_records", bills);
    }

    private static SeedRows.Row row(SeededOrganization organization) {
        return new SeedRows.Row(organization.id())
                .set("name", organization.name())
                .set("owner", organization.owner())
                .set("resources", organization.resources());
    }

    private SeedRows.Row row(long organization, SeededSubscription subscription) {
        var expiry = YearMonth.parse(subscription.expiry());
        return new SeedRows.Row(numbering.next("subscription"))
                .set("organization_number", organization)
                .set("status", Status.ACTIVE)
                .set("quantity", subscription.quantity())
                .set("anchor", LocalDate.parse(subscription.since()))
                .set("periods", 0)
                .set("billed_days", 0)
                .set("payment_method", subscription.paymentMethod())
                .set("brand", subscription.brand())
                .set("last4", subscription.last4())
                .set("exp_month", expiry.getMonthValue())
                .set("exp_year", expiry.getYear());
    }

    private SeedRows.Row row(long organization, SeededBill bill) {
        return new SeedRows.Row(numbering.next("billing-record"))
                .set("organization_number", organization)
                .set("status", bill.status())
                .set("date", LocalDate.parse(bill.date()))
                .set("due_date", LocalDate.parse(bill.date()))
                .set("amount", new Money(bill.amount()))
                .set("description", bill.description())
                .set("attempts", RETRIED)
                .set("cause", Cause.SANDBOX.text());
    }

    /** Starts the month of seeded subscriptions at the time of seeding. */
    @EventListener
    void startPeriods(AccountSeeded seeded) {
        var from = Subscribing.dateOf(seeded.at());
        rows.update(
                        "subscriptions",
                        "organization_number",
                        Map.of("status", Status.ACTIVE),
                        Map.of("anchor", from))
                .forEach(organization ->
                        billing.start(organization, Subscription.lastDayOfPeriod(from, 0)));
    }
}
