package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import dev.paystub.engine.AccountQuery;
import dev.paystub.engine.AccountReader;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.AccountWriter;
import dev.paystub.engine.Numbering;
import dev.paystub.invoice.InvoiceItem.NewItem;
import dev.paystub.invoice.LedgerEntry.Posting;
import dev.paystub.invoice.LedgerEntry.Reason;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates invoices and settles them, each exactly once. */
@Service
@EnableConfigurationProperties(InvoicingProperties.class)
public class Invoicing {

    private static final AccountQuery<InvoiceSummary> ALL =
            new AccountQuery<>(
                    """
                    select %s from invoices v where v.account_id = ?
                    order by v.date desc, v.number desc
                    """
                            .formatted(InvoiceSummary.COLUMNS),
                    (row, index) -> InvoiceSummary.of(row));

    /** A row for each item. */
    private record Line(InvoiceSummary invoice, InvoiceView.Item item) {}

    private static final AccountQuery<Line> ONE =
            new AccountQuery<>(
                    """
                    select %s, i.number, i.type, i.description, i.amount
                    from invoices v
                    join invoice_items i on i.invoice_row_id = v.id and i.account_id = v.account_id
                    where v.account_id = ? and v.id = ? order by i.number
                    """
                            .formatted(InvoiceSummary.COLUMNS),
                    (row, index) ->
                            new Line(
                                    InvoiceSummary.of(row),
                                    new InvoiceView.Item(
                                            row.getLong(InvoiceSummary.WIDTH + 1),
                                            row.getString(InvoiceSummary.WIDTH + 2),
                                            row.getString(InvoiceSummary.WIDTH + 3),
                                            new Money(
                                                    row.getBigDecimal(InvoiceSummary.WIDTH + 4)))));

    private final AccountReader reader;
    private final AccountWriter writer;
    private final ApplicationEventPublisher events;
    private final Invoices invoices;
    private final Ledger ledger;
    private final Numbering numbering;
    private final BillingCalendar calendar;
    private final Clock clock;
    private final InvoicingProperties properties;

    Invoicing(
            AccountReader reader,
            AccountWriter writer,
            ApplicationEventPublisher events,
            Invoices invoices,
            Ledger ledger,
            Numbering numbering,
            BillingCalendar calendar,
            Clock clock,
            InvoicingProperties properties) {
        this.reader = reader;
        this.writer = writer;
        this.events = events;
        this.invoices = invoices;
        this.ledger = ledger;
        this.numbering = numbering;
        this.calendar = calendar;
        this.clock = clock;
        this.properties = properties;
    }

    /** Returns the days between an invoice's date and its due date. */
    public int daysUntilDue() {
        return properties.daysUntilDue();
    }

    /** Returns all invoices for display, newest first. */
    public List<InvoiceSummary> list() {
        return reader.list(ALL);
    }

    /**
     * Returns an invoice for display.
     *
     * @throws DomainException.NotFound when the account has no such invoice
     */
    public InvoiceView view(long number) {
        var lines = reader.few(ONE, AccountScoped.rowIdOf(number));
        if (lines.isEmpty()) {
            throw notFound();
        }
        return new InvoiceView(lines.getFirst().invoice(), lines.stream().map(Line::item).toList());
    }

    @Transactional(readOnly = true)
    public Optional<Invoice> find(long number) {
        return invoices.findByNumber(number);
    }

    /**
     * Returns the invoice.
     *
     * @throws DomainException.NotFound when the account has no such invoice
     */
    @Transactional(readOnly = true)
    public Invoice get(long number) {
        return find(number).orElseThrow(Invoicing::notFound);
    }

    private static DomainException notFound() {
        return new DomainException.NotFound("Invoice ID Not Found");
    }

    /**
     * Creates an unpaid invoice whose payment adds funds to the credit balance. Returns its number.
     *
     * @throws DomainException.Invalid when the amount is out of bounds or finer than a cent
     * @throws DomainException.Conflict when the balance would exceed its maximum
     */
    @AccountTransactional
    public long addFunds(BigDecimal amount) {
        // The bounds come first: comparing stays cheap for absurdly large numbers.
        if (amount.signum() <= 0) {
            throw new DomainException.Invalid("Amount must be greater than zero");
        }
        if (amount.compareTo(properties.minimumFunds()) < 0) {
            throw new DomainException.Invalid(
                    "Amount must be at least %s".formatted(properties.minimumFunds()));
        }
        if (amount.compareTo(properties.maximumFunds()) > 0) {
            throw new DomainException.Invalid(
                    "Amount must be at most %s".formatted(properties.maximumFunds()));
        }
        if (amount.stripTrailingZeros().scale() > 2) {
            throw new DomainException.Invalid("Amount must be in decimal format: ### or ###.##");
        }
        ledger.requireRoomFor(new Money(amount));
        var today = calendar.dateOf(clock.instant());
        var invoice =
                unpaid(
                        today.plusDays(daysUntilDue()),
                        new NewItem(InvoiceItem.ADD_FUNDS, 0, "Add Funds", new Money(amount)));
        invoice.insert(writer);
        events.publishEvent(invoice.created());
        return invoice.number();
    }

    /**
     * Checks that the credit balance has room for the part of a payment that exceeds the invoice.
     *
     * @throws DomainException.Conflict when the balance would exceed its maximum
     */
    @Transactional(readOnly = true)
    public void requireRoomFor(long number, Money payment) {
        var invoice = get(number);
        var settling =
                invoice.isUnpaid() && !invoice.addsFunds()
                        ? invoice.balance().min(payment)
                        : Money.ZERO;
        ledger.requireRoomFor(payment.minus(settling));
    }

    /** Creates an unpaid invoice of one item, dated today. */
    @AccountTransactional
    public Invoice create(LocalDate dueDate, NewItem item) {
        var invoice = unpaid(dueDate, item);
        invoice.publishCreated();
        return invoices.save(invoice);
    }

    private Invoice unpaid(LocalDate dueDate, NewItem item) {
        var invoice =
                new Invoice(numbering.next("invoice"), calendar.dateOf(clock.instant()), dueDate);
        invoice.add(numbering.next("invoice-item"), item);
        return invoice;
    }

    /**
     * Applies credit to an invoice, up to the balance and up to what is left to pay. Invoices that
     * add funds get none.
     */
    @AccountTransactional
    public void applyCredit(long number) {
        var invoice = get(number);
        var amount = ledger.balanceInChange().min(invoice.balance());
        if (invoice.addsFunds() || !amount.isPositive()) {
            return;
        }
        ledger.debit(
                amount, new Posting(Reason.CREDIT, "Credit applied to invoice " + number, number));
        invoice.applyCredit(amount, clock.instant());
        invoices.save(invoice);
    }

    /**
     * Records a payment for an invoice. The excess, or the whole payment when the invoice is
     * settled already, becomes credit. Returns the amount applied to the invoice.
     */
    @AccountTransactional
    public Money applyPayment(long number, Money amount) {
        var invoice = get(number);
        var applied = invoice.isUnpaid() ? invoice.balance().min(amount) : Money.ZERO;
        if (applied.isPositive()) {
            invoice.applyPayment(applied, clock.instant());
            invoices.save(invoice);
        }
        var excess = amount.minus(applied);
        if (excess.isPositive()) {
            ledger.credit(
                    excess,
                    new Posting(Reason.OVERPAYMENT, "Overpayment of invoice " + number, number));
        }
        return applied;
    }

    /**
     * Draws a service's usage from the balance and shows it on a new or a growing paid invoice.
     * Returns the invoice's number; returns nothing and changes nothing when the balance does not
     * cover the amount.
     *
     * @param usageInvoice the invoice to which the usage is added, or null for a new one
     */
    @AccountTransactional
    public Optional<Long> billUsage(@Nullable Long usageInvoice, NewItem usage, String drawn) {
        if (usageInvoice == null && !ledger.balanceInChange().covers(usage.amount())) {
            return Optional.empty(); // a refused draw consumes no invoice number
        }
        Invoice invoice;
        if (usageInvoice == null) {
            var today = calendar.dateOf(clock.instant());
            invoice = new Invoice(numbering.next("invoice"), today, today.plusDays(daysUntilDue()));
            invoice.add(
                    numbering.next("invoice-item"),
                    new NewItem(usage.type(), usage.relid(), usage.description(), Money.ZERO));
            invoice.publishUsageOpened();
        } else {
            invoice = get(usageInvoice);
        }
        if (!ledger.debit(usage.amount(), new Posting(Reason.USAGE, drawn, invoice.number()))) {
            return Optional.empty();
        }
        invoice.addUsage(usage.amount(), usage.description(), clock.instant());
        invoices.save(invoice);
        return Optional.of(invoice.number());
    }

    @EventListener
    void addFundsOf(Invoice.InvoicePaid paid) {
        if (paid.fundsAdded().isPositive()) {
            ledger.credit(
                    paid.fundsAdded(),
                    new Posting(
                            Reason.FUNDS, "Add Funds, invoice " + paid.number(), paid.number()));
        }
    }
}
