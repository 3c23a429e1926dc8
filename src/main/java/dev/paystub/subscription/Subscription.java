package dev.paystub.subscription;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import dev.paystub.account.Lifecycle;
import dev.paystub.kernel.Labelled;
import dev.paystub.payment.CardGateway.StoredCard;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * An organization's subscription to a quantity of resources, billed monthly in arrears. A month is
 * billed as 30 days, whatever its length. A day is billed at the quantity with which it began.
 */
@Entity
@Table(name = "subscriptions")
public class Subscription extends AccountScoped<Subscription> {

    static final int DAYS_A_MONTH = 30;

    /** The allowed transitions between statuses. */
    public static final Lifecycle LIFECYCLE =
            Lifecycle.of("subscription")
                    .begins(Status.ACTIVE)
                    .goes(Status.ACTIVE, Status.PAST_DUE)
                    .goes(Status.PAST_DUE, Status.ACTIVE)
                    .goes(Status.ACTIVE, Status.CANCELED)
                    .goes(Status.PAST_DUE, Status.CANCELED);

    /** The subset of Stripe's subscription statuses that is used here. */
    public enum Status implements Labelled {
        ACTIVE,
        PAST_DUE,
        CANCELED
    }

    private long organizationNumber;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Status status;

    private int quantity;
    private LocalDate anchor;

    /** The number of months since the anchor that have been billed in full. */
    private int periods;

    /** The number of days of the current month that have been billed. */
    private int billedDays;

    private String paymentMethod;
    private String brand;
    private String last4;
    private int expMonth;
    private int expYear;
    private @Nullable Instant canceledAt;

    @SuppressWarnings("NullAway.Init")
    protected Subscription() {}

    Subscription(
            long number, long organizationNumber, int quantity, StoredCard card, LocalDate today) {
        super(number);
        this.organizationNumber = organizationNumber;
        this.quantity = quantity;
        this.status = Status.ACTIVE;
        this.anchor = today;
        keep(card);
        registerEvent(new SubscriptionChanged(organizationNumber, null, describe(), null, terms()));
    }

    /** The parts of a subscription that can change. */
    public record Terms(Status status, int quantity, String paymentMethod) {}

    /** Published when a subscription is created or changes its quantity, card or status. */
    public record SubscriptionChanged(
            long organization,
            @Nullable String from,
            @Nullable String to,
            @Nullable Terms before,
            Terms after)
            implements AccountEvent {
        @Override
        public Lifecycle.@Nullable Move move() {
            return LIFECYCLE.move(
                    before == null ? null : before.status().label(), after.status().label());
        }

        @Override
        public String type() {
            return from == null ? "subscription.created" : "subscription.updated";
        }

        @Override
        public String subject() {
            return "subscription of organization " + organization;
        }
    }

    void changeCard(StoredCard card) {
        var before = describe();
        var was = terms();
        keep(card);
        changed(before, was);
    }

    private void keep(StoredCard card) {
        paymentMethod = card.paymentMethod();
        brand = card.brand();
        last4 = card.last4();
        expMonth = card.expiry().getMonthValue();
        expYear = card.expiry().getYear();
    }

    void changeQuantity(int newQuantity) {
        var before = describe();
        var was = terms();
        quantity = newQuantity;
        changed(before, was);
    }

    void cancel(Instant at) {
        canceledAt = at;
        become(Status.CANCELED);
    }

    /** Returns the instant of cancellation; null while the subscription runs. */
    public @Nullable Instant canceledAt() {
        return canceledAt;
    }

    void become(Status next) {
        if (status != next) {
            var before = describe();
            var was = terms();
            status = next;
            changed(before, was);
        }
    }

    private void changed(String before, Terms was) {
        registerEvent(
                new SubscriptionChanged(organizationNumber, before, describe(), was, terms()));
    }

    private Terms terms() {
        return new Terms(status, quantity, paymentMethod);
    }

    private String describe() {
        return "%s, %d units, %s *%s %s"
                .formatted(status.label(), quantity, brand, last4, cardExpiry());
    }

    /** Closes the part of the month that ends with a day. Returns its number of days. */
    int closeSegment(LocalDate lastDay) {
        var day = (int) ChronoUnit.DAYS.between(periodStart(), lastDay) + 1;
        var days = Math.max(0, Math.min(day, DAYS_A_MONTH) - billedDays);
        billedDays += days;
        return days;
    }

    /** Returns whether a day has been billed already. */
    boolean hasBilled(LocalDate day) {
        return !day.isAfter(periodStart().plusDays(billedDays - 1L));
    }

    /** Skips the first day, which was billed with the previous subscription. */
    void skipFirstDay() {
        billedDays = 1;
    }

    /** Closes the month. Returns the number of days that were still unbilled. */
    int closePeriod() {
        var days = DAYS_A_MONTH - billedDays;
        periods++;
        billedDays = 0;
        return days;
    }

    /** Returns the first day of the current month. */
    public LocalDate periodStart() {
        return firstDayOfPeriod(anchor, periods);
    }

    /** Returns the last day of the current month, on which it is billed. */
    public LocalDate lastDayOfPeriod() {
        return lastDayOfPeriod(anchor, periods);
    }

    public static LocalDate firstDayOfPeriod(LocalDate anchor, int periods) {
        return anchor.plusMonths(periods);
    }

    public static LocalDate lastDayOfPeriod(LocalDate anchor, int periods) {
        return anchor.plusMonths(periods + 1L).minusDays(1);
    }

    boolean isRunning() {
        return status != Status.CANCELED;
    }

    /** Returns the subscription as it is shown. */
    public SubscriptionView view() {
        return new SubscriptionView(quantity, cardExpiry());
    }

    public long organizationNumber() {
        return organizationNumber;
    }

    public Status status() {
        return status;
    }

    public int quantity() {
        return quantity;
    }

    /** Returns the expiry month of the subscription's card. */
    public YearMonth cardExpiry() {
        return YearMonth.of(expYear, expMonth);
    }

    /** Returns the subscription's card. */
    public StoredCard card() {
        return new StoredCard(paymentMethod, brand, last4, cardExpiry());
    }
}
