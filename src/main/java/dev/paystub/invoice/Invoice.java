package dev.paystub.invoice;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import dev.paystub.account.Lifecycle;
import dev.paystub.engine.AccountInsert;
import dev.paystub.engine.AccountWriter;
import dev.paystub.engine.Cause;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Labelled;
import dev.paystub.kernel.Money;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.NamedAttributeNode;
import jakarta.persistence.NamedEntityGraph;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * An invoice, settled once and in full. Credit lowers its total, payments lower its balance (WHMCS,
 * GetInvoice).
 */
@Entity
@Table(name = "invoices")
@NamedEntityGraph(name = Invoice.WITH_ITEMS, attributeNodes = @NamedAttributeNode("items"))
public class Invoice extends AccountScoped<Invoice> {

    /** A graph by name: one made for each call costs an exception each time. */
    static final String WITH_ITEMS = "Invoice.withItems";

    /**
     * Usage invoices begin as paid, because usage is drawn from the balance before it is invoiced.
     */
    public static final Lifecycle LIFECYCLE =
            Lifecycle.of("invoice")
                    .begins(Status.UNPAID)
                    .begins(Status.PAID)
                    .goes(Status.UNPAID, Status.PAID);

    /** The subset of WHMCS's invoice statuses that a sandbox account can reach. */
    public enum Status implements Labelled {
        UNPAID("Unpaid"),
        PAID("Paid");

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

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Status status;

    private LocalDate date;
    private LocalDate dueDate;
    private @Nullable Instant datePaid;
    private Money subtotal;
    private Money credit;
    private Money amountPaid;

    /** Whether the invoice only documents usage that was drawn from the balance hour by hour. */
    private boolean usageStatement;

    @Embedded private Cause cause;

    @OneToMany(mappedBy = "invoice", cascade = CascadeType.ALL)
    @OrderBy("number")
    private List<InvoiceItem> items = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected Invoice() {}

    Invoice(long number, LocalDate date, LocalDate dueDate) {
        super(number);
        this.cause = Cause.ofChange();
        this.status = Status.UNPAID;
        this.date = date;
        this.dueDate = dueDate;
        this.subtotal = Money.ZERO;
        this.credit = Money.ZERO;
        this.amountPaid = Money.ZERO;
    }

    /** A step of an invoice along its lifecycle; a new invoice comes from no state. */
    sealed interface InvoiceChange extends AccountEvent {

        long number();

        @Override
        default String subject() {
            return "invoice " + number();
        }

        @Override
        default @Nullable String from() {
            return null;
        }

        @Override
        String to();

        @Override
        default Lifecycle.@Nullable Move move() {
            return LIFECYCLE.move(from(), to());
        }
    }

    /** Published when an invoice has been created and awaits payment. */
    public record InvoiceCreated(long number, boolean addsFunds, LocalDate dueDate, Money balance)
            implements InvoiceChange {
        @Override
        public String type() {
            return "invoice.created";
        }

        @Override
        public String to() {
            return Status.UNPAID.label();
        }
    }

    /** Published when a usage invoice is opened; its amounts have been paid from the balance. */
    public record UsageInvoiceOpened(long number) implements InvoiceChange {
        @Override
        public String type() {
            return "invoice.usage_opened";
        }

        @Override
        public String to() {
            return Status.PAID.label();
        }
    }

    /** Published when an invoice is settled in full. */
    public record InvoicePaid(long number, Money fundsAdded, List<Long> services, Instant at)
            implements InvoiceChange {
        @Override
        public String type() {
            return "invoice.paid";
        }

        @Override
        public String from() {
            return Status.UNPAID.label();
        }

        @Override
        public String to() {
            return Status.PAID.label();
        }
    }

    void add(long itemNumber, InvoiceItem.NewItem item) {
        items.add(new InvoiceItem(itemNumber, this, item));
        subtotal = subtotal.plus(item.amount());
    }

    void publishCreated() {
        registerEvent(created());
    }

    InvoiceCreated created() {
        return new InvoiceCreated(number(), addsFunds(), dueDate, balance());
    }

    private static final AccountInsert ROW =
            new AccountInsert(
                    "invoices",
                    "status",
                    "date",
                    "due_date",
                    "date_paid",
                    "subtotal",
                    "credit",
                    "amount_paid",
                    "usage_statement",
                    "cause",
                    "request_id");

    /** Inserts the invoice with its items, which Hibernate does not manage then. */
    void insert(AccountWriter writer) {
        writer.insert(
                ROW,
                number(),
                status.name(),
                date,
                dueDate,
                datePaid,
                subtotal.amount(),
                credit.amount(),
                amountPaid.amount(),
                usageStatement,
                cause.text(),
                cause.requestId());
        items.forEach(item -> item.insert(writer));
    }

    void publishUsageOpened() {
        usageStatement = true;
        registerEvent(new UsageInvoiceOpened(number()));
    }

    /** Lowers the total by credit, and marks the invoice as paid when nothing is left. */
    void applyCredit(Money amount, Instant at) {
        requireUnpaid();
        credit = credit.plus(amount);
        markPaidIfSettled(at);
    }

    /** Lowers the balance by a payment, and marks the invoice as paid when nothing is left. */
    void applyPayment(Money amount, Instant at) {
        requireUnpaid();
        amountPaid = amountPaid.plus(amount);
        markPaidIfSettled(at);
    }

    /**
     * Adds an amount that was just drawn from the credit balance to the single item of a usage
     * invoice.
     */
    void addUsage(Money amount, String description, Instant at) {
        items.getFirst().grow(amount, description);
        subtotal = subtotal.plus(amount);
        credit = credit.plus(amount);
        status = Status.PAID;
        datePaid = at;
    }

    private void markPaidIfSettled(Instant at) {
        if (balance().isZero()) {
            status = Status.PAID;
            datePaid = at;
            registerEvent(new InvoicePaid(number(), fundsAdded(), services(), at));
        }
    }

    private void requireUnpaid() {
        if (status != Status.UNPAID) {
            throw new DomainException.Conflict("Invoice Not in Unpaid Status");
        }
    }

    Money fundsAdded() {
        return items.stream()
                .filter(item -> item.type().equals(InvoiceItem.ADD_FUNDS))
                .map(InvoiceItem::amount)
                .reduce(Money.ZERO, Money::plus);
    }

    /** Returns the numbers of the services that the invoice bills. */
    public List<Long> services() {
        return items.stream()
                .filter(item -> item.type().equals(InvoiceItem.HOSTING))
                .map(InvoiceItem::relid)
                .toList();
    }

    /**
     * Returns whether its payment raises the credit balance. Credit is never applied to such an
     * invoice.
     */
    public boolean addsFunds() {
        return fundsAdded().isPositive();
    }

    /** Returns the cause of its creation. */
    public Cause cause() {
        return cause;
    }

    /**
     * Returns whether the invoice only documents usage that was drawn from the balance hour by
     * hour.
     */
    public boolean showsUsage() {
        return usageStatement;
    }

    public boolean isUnpaid() {
        return status == Status.UNPAID;
    }

    /** Returns whether the invoice is unpaid and its due date has passed. */
    public boolean isOverdue(LocalDate today) {
        return isUnpaid() && dueDate.isBefore(today);
    }

    public Status status() {
        return status;
    }

    public LocalDate date() {
        return date;
    }

    public LocalDate dueDate() {
        return dueDate;
    }

    public @Nullable Instant datePaid() {
        return datePaid;
    }

    /** Returns the sum of the items. */
    public Money subtotal() {
        return subtotal;
    }

    /** Returns the credit applied so far. */
    public Money credit() {
        return credit;
    }

    /**
     * Returns subtotal less credit; for a usage invoice the subtotal, which the balance has paid.
     */
    public Money total() {
        return summary().total();
    }

    /** Returns the payments received so far. */
    public Money amountPaid() {
        return amountPaid;
    }

    /** Returns the amount left to pay, after credit and payments. */
    public Money balance() {
        return summary().balance();
    }

    public List<InvoiceItem> items() {
        return List.copyOf(items);
    }

    private InvoiceSummary summary() {
        return new InvoiceSummary(
                number(),
                status,
                date,
                dueDate,
                datePaid,
                subtotal,
                credit,
                amountPaid,
                usageStatement);
    }

    /** Returns the invoice as it is shown. */
    public InvoiceView view() {
        return new InvoiceView(summary(), items.stream().map(InvoiceItem::view).toList());
    }
}
