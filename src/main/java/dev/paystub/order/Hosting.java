package dev.paystub.order;

import dev.paystub.account.AccountScoped;
import dev.paystub.account.Lifecycle;
import dev.paystub.account.StatusChange;
import dev.paystub.catalog.BillingCycle;
import dev.paystub.kernel.Labelled;
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

/** An ordered service: a server that runs while it is paid for (WHMCS: hosting). */
@Entity
@Table(name = "hostings")
public class Hosting extends AccountScoped<Hosting> {

    /** The allowed transitions between statuses. */
    public static final Lifecycle LIFECYCLE =
            Lifecycle.of("service")
                    .begins(Status.PENDING)
                    .goes(Status.PENDING, Status.ACTIVE)
                    .goes(Status.ACTIVE, Status.SUSPENDED)
                    .goes(Status.SUSPENDED, Status.ACTIVE);

    /** The subset of WHMCS's service statuses that a sandbox account can reach. */
    public enum Status implements Labelled {
        PENDING("Pending"),
        ACTIVE("Active"),
        SUSPENDED("Suspended"),
        CANCELLED("Cancelled");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** Returns the status as WHMCS spells it. */
        @Override
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

    /** The start of the first monthly period; null until that is paid. */
    private @Nullable LocalDate anchor;

    /** The number of monthly periods paid since the anchor. */
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

    /** The ordered product and its price for each billing period. */
    record Terms(
            int pid, String domain, String os, String sshKeys, BillingCycle cycle, Money amount) {}

    /** Published when the service is created or changes its status. */
    public record HostingChanged(long number, @Nullable Status before, Status after)
            implements StatusChange {
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

    /** Starts the monthly periods on a date; the first one is paid. */
    void startPeriods(LocalDate from) {
        anchor = from;
        periods = 1;
        renewalInvoice = null;
    }

    void invoiceRenewal(long invoice) {
        renewalInvoice = invoice;
    }

    /** Counts one more paid period. */
    void renew() {
        periods++;
        renewalInvoice = null;
    }

    /** Returns the end of the paid time; null before the first payment. */
    @Nullable LocalDate nextDueDate() {
        // Counted from the anchor, so that a service ordered on 31 January is due on 31 March.
        return anchor == null ? null : anchor.plusMonths(periods);
    }

    boolean isRenewedBy(long invoice) {
        return renewalInvoice != null && renewalInvoice == invoice;
    }

    /** Returns the invoice that shows a month's usage, if it exists yet. */
    @Nullable Long usageInvoice(LocalDate month) {
        return month.equals(usageMonth) ? usageInvoice : null;
    }

    /** Returns the number of hours drawn in a month, including the current one. */
    int hoursOf(LocalDate month) {
        return month.equals(usageMonth) ? usageHours + 1 : 1;
    }

    void used(LocalDate month, long invoice) {
        usageHours = hoursOf(month);
        usageMonth = month;
        usageInvoice = invoice;
    }

    boolean is(Status asked) {
        return status == asked;
    }

    boolean isBilled(BillingCycle cycle) {
        return billingCycle == cycle;
    }

    /** Returns the service as it is shown. */
    public HostingView view() {
        return new HostingView(
                number(), pid, regDate, domain, suspensionReason, status, billingCycle, amount);
    }

    public int pid() {
        return pid;
    }

    public LocalDate regDate() {
        return regDate;
    }

    /** Returns the order's hostname. */
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

    /** Returns the reason of the suspension; empty when the service is not suspended. */
    public String suspensionReason() {
        return suspensionReason;
    }

    public BillingCycle billingCycle() {
        return billingCycle;
    }

    /** Returns the price of a period. */
    public Money amount() {
        return amount;
    }
}
