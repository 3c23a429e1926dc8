package dev.paystub.subscription;

import dev.paystub.engine.Numbering;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CardGateway.StoredCard;
import dev.paystub.world.SeedContributor;
import dev.paystub.world.SeedFile;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Seeds {@code organizations} with their subscriptions and billing histories. */
@Component
@Order(4)
class OrganizationSeed implements SeedContributor {

    /** A seeded unpaid bill counts as retried to the limit, so that it is not charged again. */
    private static final int RETRIED = 4;

    private final Organizations organizations;
    private final Subscriptions subscriptions;
    private final BillingRecords history;
    private final Numbering numbering;

    OrganizationSeed(
            Organizations organizations,
            Subscriptions subscriptions,
            BillingRecords history,
            Numbering numbering) {
        this.organizations = organizations;
        this.subscriptions = subscriptions;
        this.history = history;
        this.numbering = numbering;
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
    public void plant(SeedFile file) {
        for (var row : file.list("organizations", SeededOrganization.class)) {
            organizations.save(
                    new Organization(row.id(), row.name(), row.owner(), row.resources()));
            var seeded = row.subscription();
            if (seeded != null) {
                plant(row.id(), seeded);
            }
            var bills = row.history();
            if (bills != null) {
                bills.forEach(bill -> plant(row.id(), bill));
            }
        }
    }

    private void plant(long organization, SeededSubscription row) {
        var card =
                new StoredCard(
                        row.paymentMethod(),
                        row.brand(),
                        row.last4(),
                        YearMonth.parse(row.expiry()));
        subscriptions.save(
                new Subscription(
                        numbering.next("subscription"),
                        organization,
                        row.quantity(),
                        card,
                        LocalDate.parse(row.since())));
    }

    private void plant(long organization, SeededBill row) {
        var bill =
                new BillingRecord(
                        numbering.next("billing-record"),
                        organization,
                        LocalDate.parse(row.date()),
                        new Money(row.amount()),
                        row.description());
        bill.seed(row.status(), RETRIED);
        history.save(bill);
    }
}
