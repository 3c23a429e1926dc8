package dev.paystub.subscription;

import dev.paystub.account.AccountScoped;
import dev.paystub.account.Lifecycle;
import dev.paystub.account.StatusChange;
import dev.paystub.account.Tokens;
import dev.paystub.engine.Cause;
import dev.paystub.kernel.Labelled;
import dev.paystub.kernel.Money;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One bill in an organization's billing history, for a month or a part of a month. */
@Entity
@Table(name = "billing_records")
public class BillingRecord extends AccountScoped<BillingRecord> {

    private static final int TOKEN_LENGTH = 24;

    /** The allowed transitions between statuses. */
    public static final Lifecycle LIFECYCLE =
            Lifecycle.of("billing record")
                    .begins(Status.PAID)
                    .begins(Status.UNPAID)
                    .goes(Status.UNPAID, Status.PAID);

    /** The document's two statuses. */
    public enum Status implements Labelled {
        PAID,
        UNPAID
    }

    private long organizationNumber;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Status status;

    private LocalDate date;
    private LocalDate dueDate;
    private Money amount;
    private String description;

    /** The number of charges attempted. */
    private int attempts;

    /** The billed subscription; null for seeded bills of earlier subscriptions. */
    private @Nullable Long subscriptionNumber;

    @Embedded private Cause cause;

    @SuppressWarnings("NullAway.Init")
    protected BillingRecord() {}

    BillingRecord(
            long number,
            long organizationNumber,
            LocalDate date,
            Money amount,
            String description) {
        super(number);
        this.cause = Cause.ofChange();
        this.organizationNumber = organizationNumber;
        this.status = Status.UNPAID;
        this.date = date;
        this.dueDate = date;
        this.amount = amount;
        this.description = description;
    }

    /** Published when a bill has been charged, with success or not. */
    public record BillingRecordChanged(
            String id, String organization, Money amount, @Nullable Status before, Status after)
            implements StatusChange {
        @Override
        public Lifecycle.@Nullable Move move() {
            return LIFECYCLE.move(from(), to());
        }

        @Override
        public String type() {
            return "billing." + (after == Status.PAID ? "paid" : "payment_failed");
        }

        @Override
        public String subject() {
            return "billing record %s of organization %s, %s".formatted(id, organization, amount);
        }
    }

    BillingRecord of(Subscription subscription) {
        subscriptionNumber = subscription.number();
        return this;
    }

    /** Records the result of a charge. Returns the number of charges attempted. */
    int charged(boolean successful) {
        var before = attempts == 0 ? null : status;
        status = successful ? Status.PAID : Status.UNPAID;
        attempts++;
        registerEvent(
                new BillingRecordChanged(
                        id(), String.valueOf(organizationNumber), amount, before, status));
        return attempts;
    }

    /** Returns the id on the wire, in the form of a Stripe invoice's id. */
    public String id() {
        return idOf(number());
    }

    /** Returns the id on the wire of the bill with that number. */
    public static String idOf(long number) {
        return "in_" + Tokens.of("billing-record", number, TOKEN_LENGTH);
    }

    @Nullable Long subscriptionNumber() {
        return subscriptionNumber;
    }

    /** Returns the cause of the bill. */
    public Cause cause() {
        return cause;
    }

    /** Returns the bill as it is shown. */
    public BillView view() {
        return new BillView(number(), organizationNumber, status, date, dueDate, amount);
    }

    public long organizationNumber() {
        return organizationNumber;
    }

    public Status status() {
        return status;
    }

    public LocalDate date() {
        return date;
    }

    /** Returns the date of the first charge. */
    public LocalDate dueDate() {
        return dueDate;
    }

    public Money amount() {
        return amount;
    }

    public String description() {
        return description;
    }
}
