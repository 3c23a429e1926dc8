package dev.paystub.invoice;

import dev.paystub.account.AccountTransactional;
import dev.paystub.account.Numbering;
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
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes invoices and settles them, each once. */
@Service
@EnableConfigurationProperties(InvoicingProperties.class)
public class Invoicing {

    private final Invoices invoices;
    private final Ledger ledger;
    private final Numbering numbering;
    private final BillingCalendar calendar;
    private final Clock clock;
    private final InvoicingProperties properties;

    Invoicing(
            Invoices invoices,
            Ledger ledger,
            Numbering numbering,
            BillingCalendar calendar,
            Clock clock,
            InvoicingProperties properties) {
        this.invoices = invoices;
        this.ledger = ledger;
        this.numbering = numbering;
        this.calendar = calendar;
        this.clock = clock;
        this.properties = properties;
    }

    /** How many days after its date an invoice is due. */
    public int daysUntilDue() {
        return properties.daysUntilDue();
    }

    /** All invoices, newest first. */
    @Transactional(readOnly = true)
    public List<Invoice> all() {
        return invoices.findAllByOrderByDateDescNumberDesc();
    }

    /** All invoices with their items, in the order in which they were made. */
    @Transactional(readOnly = true)
    public List<Invoice> allWithItems() {
        return invoices.withItems();
    }

    @Transactional(readOnly = true)
    public Optional<Invoice> find(long number) {
        return invoices.findByNumber(number);
    }

    /**
     * @throws Refusal.NotFound when the account has no such invoice
     */
    @Transactional(readOnly = true)
    public Invoice get(long number) {
        return find(number).orElseThrow(() -> new DomainException.NotFound("Invoice ID Not Found"));
    }

    /**
     * An unpaid invoice that adds funds once it is paid.
     *
     * @throws Refusal.Invalid when the amount is out of bounds or finer than a cent
     * @throws Refusal.Conflict when the balance has no room for it
     */
    @AccountTransactional
    public Invoice addFunds(BigDecimal amount) {
        // bounds first: they are cheap however absurd the number is
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
        return create(
                today.plusDays(daysUntilDue()),
                new NewItem(InvoiceItem.ADD_FUNDS, 0, "Add Funds", new Money(amount)));
    }

    /**
     * Looks whether a payment of that much for an invoice can be credited, as far as it does not
     * settle what the invoice asks for.
     *
     * @throws Refusal.Conflict when the balance has no room for it
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

    /** An unpaid invoice of one item, dated today. */
    @AccountTransactional
    public Invoice create(LocalDate dueDate, NewItem item) {
        var invoice =
                new Invoice(numbering.next("invoice"), calendar.dateOf(clock.instant()), dueDate);
        invoice.add(numbering.next("invoice-item"), item);
        invoice.announce();
        return invoices.save(invoice);
    }

    /** Applies as much of the balance as there is and as the invoice needs (not to add-funds). */
    @AccountTransactional
    public void applyCredit(long number) {
        var invoice = get(number);
        var amount = ledger.balance().min(invoice.balance());
        if (invoice.addsFunds() || !amount.isPositive()) {
            return;
        }
        ledger.draw(
                amount, new Posting(Reason.CREDIT, "Credit applied to invoice " + number, number));
        invoice.applyCredit(amount, clock.instant());
        invoices.save(invoice);
    }

    /**
     * Takes a payment for an invoice: what it needs settles it, anything above, or all of it when
     * the invoice is settled already, becomes credit. Answers how much went to the invoice.
     */
    @AccountTransactional
    public Money receive(long number, Money amount) {
        var invoice = get(number);
        var applied = invoice.isUnpaid() ? invoice.balance().min(amount) : Money.ZERO;
        if (applied.isPositive()) {
            invoice.receive(applied, clock.instant());
            invoices.save(invoice);
        }
        var excess = amount.minus(applied);
        if (excess.isPositive()) {
            ledger.add(
                    excess,
                    new Posting(Reason.OVERPAYMENT, "Overpayment of invoice " + number, number));
        }
        return applied;
    }

    /**
     * Draws a service's usage from the balance and shows it as a paid invoice: a new one, or one
     * that grows. Answers its number, or nothing, and changes nothing, when the balance does not
     * cover the amount.
     *
     * @param growing the invoice to which the usage is added, or null for a new one
     */
    @AccountTransactional
    public Optional<Long> drawUsage(@Nullable Long growing, NewItem usage, String drawn) {
        if (growing == null && !ledger.balance().covers(usage.amount())) {
            return Optional.empty(); // and no number taken
        }
        Invoice invoice;
        if (growing == null) {
            var today = calendar.dateOf(clock.instant());
            invoice = new Invoice(numbering.next("invoice"), today, today.plusDays(daysUntilDue()));
            invoice.add(
                    numbering.next("invoice-item"),
                    new NewItem(usage.type(), usage.relid(), usage.description(), Money.ZERO));
            invoice.announceUsage();
        } else {
            invoice = get(growing);
        }
        if (!ledger.draw(usage.amount(), new Posting(Reason.USAGE, drawn, invoice.number()))) {
            return Optional.empty();
        }
        invoice.growUsage(usage.amount(), usage.description(), clock.instant());
        invoices.save(invoice);
        return Optional.of(invoice.number());
    }

    @EventListener
    void addFundsOf(Invoice.InvoicePaid paid) {
        if (paid.fundsAdded().isPositive()) {
            ledger.add(
                    paid.fundsAdded(),
                    new Posting(
                            Reason.FUNDS, "Add Funds, invoice " + paid.number(), paid.number()));
        }
    }
}
