package dev.paystub.order;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import dev.paystub.account.Lifecycle;
import dev.paystub.catalog.BillingCycle;
import dev.paystub.kernel.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.Locale;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A service that was ordered: a server that runs while it is paid for (WHMCS's hosting). */
@Entity
@Table(name = "hostings")
public class Hosting extends AccountScoped<Hosting> {

    /** Which states follow which. */
    public static final Lifecycle LIFECYCLE =
            Lifecycle.of("service")
                    .begins(Status.PENDING.label())
                    .goes(Status.PENDING.label(), Status.ACTIVE.label())
                    .goes(Status.ACTIVE.label(), Status.SUSPENDED.label())
                    .goes(Status.SUSPENDED.label(), Status.ACTIVE.label());

    /** WHMCS's service statuses, of which a sandbox account reaches these. */
    public enum Status {
        PENDING("Pending"),
        ACTIVE("Active"),
        SUSPENDED("Suspended"),
        CANCELLED("Cancelled");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** The status as WHMCS spells it. */
        public String label() {
            return label;
        }
    }

    private int pid;
    private String domain;
    private String os;
    private String sshKeys;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Status status;

    private String suspensionReason;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private BillingCycle billingCycle;

    private Money amount;
    private LocalDate regDate;

    /** From which date the monthly periods are counted; null until the first is paid. */
    private @Nullable LocalDate anchor;

    /** How many periods have been paid since the anchor. */
    private int periods;

    private @Nullable Long renewalInvoice;
    private @Nullable Long usageInvoice;
    private @Nullable LocalDate usageMonth;
    private int usageHours;

    @SuppressWarnings("NullAway.Init")
    protected Hosting() {}

    Hosting(long number, Terms terms, LocalDate regDate) {
        super(number);
        this.pid = terms.pid();
        this.domain = terms.domain();
        this.os = terms.os();
        this.sshKeys = terms.sshKeys();
        this.billingCycle = terms.cycle();
        this.amount = terms.amount();
        this.regDate = regDate;
        this.status = Status.PENDING;
        this.suspensionReason = "";
        registerEvent(new HostingChanged(number, null, Status.PENDING));
    }

    /** What was ordered, at which price for each period. */
    record Terms(
            int pid, String domain, String os, String sshKeys, BillingCycle cycle, Money amount) {}

    /** A service has another status. */
    public record HostingChanged(long number, @Nullable Status before, Status after)
            implements AccountEvent {
        @Override
        public Lifecycle.@Nullable Move move() {
            return LIFECYCLE.move(from(), to());
        }

        @Override
        public String type() {
            return "hosting." + after.label().toLowerCase(Locale.ROOT);
        }

        @Override
        public String subject() {
            return "service " + number;
        }

        @Override
        public @Nullable String from() {
            return before == null ? null : before.label();
        }

        @Override
        public String to() {
            return after.label();
        }
    }

    void activate() {
        suspensionReason = "";
        become(Status.ACTIVE);
    }

    void suspend(String reason) {
        suspensionReason = reason;
        become(Status.SUSPENDED);
    }

    private void become(Status next) {
        if (status != next) {
            registerEvent(new HostingChanged(number(), status, next));
            status = next;
        }
    }

    void seed(Status seeded) {
        status = seeded;
    }

    /** Counts monthly periods from a date on, of which the first is paid. */
    void startPeriods(LocalDate from) {
        anchor = from;
        periods = 1;
        renewalInvoice = null;
    }

    void invoiceRenewal(long invoice) {
        renewalInvoice = invoice;
    }

    /** One more period is paid. */
    void renew() {
        periods++;
        renewalInvoice = null;
    }

    /** Until when the service is paid; null before it is. */
    @Nullable LocalDate nextDueDate() {
        // counted from the anchor, so that a service of 31 January is due on the 31st of March
        return anchor == null ? null : anchor.plusMonths(periods);
    }

    boolean isRenewedBy(long invoice) {
        return renewalInvoice != null && renewalInvoice == invoice;
    }

    /** The invoice that shows the usage of a month, if there is one yet. */
    @Nullable Long usageInvoice(LocalDate month) {
        return month.equals(usageMonth) ? usageInvoice : null;
    }

    /** How many hours of a month have been drawn, this one included. */
    int hoursOf(LocalDate month) {
        return month.equals(usageMonth) ? usageHours + 1 : 1;
    }

    void used(LocalDate month, long invoice) {
        usageHours = hoursOf(month);
        usageMonth = month;
        usageInvoice = invoice;
    }

    /** The invoice that shows the usage of the latest month with any. */
    @Nullable Long latestUsageInvoice() {
        return usageInvoice;
    }

    /** How many hours that shows. */
    int latestUsageHours() {
        return usageHours;
    }

    /** The invoice of the next period, while it is unpaid. */
    @Nullable Long openRenewal() {
        return renewalInvoice;
    }

    boolean is(Status asked) {
        return status == asked;
    }

    boolean isBilled(BillingCycle cycle) {
        return billingCycle == cycle;
    }

    public int pid() {
        return pid;
    }

    public LocalDate regDate() {
        return regDate;
    }

    /** The order's hostname. */
    public String domain() {
        return domain;
    }

    public String os() {
        return os;
    }

    public String sshKeys() {
        return sshKeys;
    }

    public Status status() {
        return status;
    }

    /** Why the service is suspended; empty when it is not. */
    public String suspensionReason() {
        return suspensionReason;
    }

    public BillingCycle billingCycle() {
        return billingCycle;
    }

    /** What each period costs. */
    public Money amount() {
        return amount;
    }
}
