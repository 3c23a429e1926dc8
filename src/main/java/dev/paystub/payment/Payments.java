package dev.paystub.payment;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import dev.paystub.engine.AccountQuery;
import dev.paystub.engine.AccountReader;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.invoice.Invoicing;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.payment.CardGateway.Charge;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Pays invoices by the default card or in a cryptocurrency. */
@Service
public class Payments {

    private static final String SHOWN =
            """
            select number, status, pay_address, price_amount, pay_amount, pay_currency, created_at,
                   updated_at, payin_extra_id
            from crypto_payments where account_id = ?
            """;

    private static final RowMapper<CryptoPaymentView> CRYPTO_PAYMENT =
            (row, index) ->
                    new CryptoPaymentView(
                            row.getLong(1),
                            CryptoPayment.Status.valueOf(row.getString(2)),
                            row.getString(3),
                            new Money(row.getBigDecimal(4)),
                            row.getBigDecimal(5).stripTrailingZeros(),
                            row.getString(6),
                            AccountReader.instant(row, 7),
                            AccountReader.instant(row, 8),
                            row.getString(9));

    private static final AccountQuery<CryptoPaymentView> BY_ID =
            new AccountQuery<>(SHOWN + " and id = ?", CRYPTO_PAYMENT);
    private static final AccountQuery<CryptoPaymentView> LATEST_OF_INVOICE =
            new AccountQuery<>(
                    SHOWN
                            + " and invoice_number = ? order by number desc"
                            + " fetch first 1 row only",
                    CRYPTO_PAYMENT);

    private final AccountReader reader;
    private final Invoicing invoicing;
    private final StoredCards storedCards;
    private final CryptoPayments cryptoPayments;
    private final Transactions transactions;
    private final CardGateway cards;
    private final CryptoGateway crypto;
    private final Numbering numbering;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Payments(
            AccountReader reader,
            Invoicing invoicing,
            StoredCards storedCards,
            CryptoPayments cryptoPayments,
            Transactions transactions,
            CardGateway cards,
            CryptoGateway crypto,
            Numbering numbering,
            Clock clock,
            ApplicationEventPublisher events) {
        this.reader = reader;
        this.invoicing = invoicing;
        this.storedCards = storedCards;
        this.cryptoPayments = cryptoPayments;
        this.transactions = transactions;
        this.cards = cards;
        this.crypto = crypto;
        this.numbering = numbering;
        this.clock = clock;
        this.events = events;
    }

    /** Published when a charge for an invoice fails, or there is no card to charge. */
    public record PaymentFailed(long invoice, String reason) implements AccountEvent {
        @Override
        public String type() {
            return "invoice.payment_failed";
        }

        @Override
        public String subject() {
            return "invoice " + invoice;
        }

        @Override
        public String from() {
            return "Unpaid";
        }

        @Override
        public String to() {
            return "Unpaid: " + reason;
        }
    }

    /**
     * Charges the default card for what is left to pay of an invoice. Returns whether the invoice
     * is now paid.
     */
    @AccountTransactional
    public boolean payByCard(long invoiceNumber) {
        var balance = invoicing.get(invoiceNumber).balance();
        var card = storedCards.defaultCard();
        if (card.isEmpty()) {
            events.publishEvent(new PaymentFailed(invoiceNumber, "no card is stored"));
            return false;
        }
        return switch (cards.charge(card.get().stored(), balance, clock.instant())) {
            case Charge.Succeeded charge -> {
                recordPayment(invoiceNumber, "stripe", charge.id(), balance);
                yield true;
            }
            case Charge.Declined declined -> {
                events.publishEvent(new PaymentFailed(invoiceNumber, declined.message()));
                yield false;
            }
        };
    }

    /** Returns the tickers of the currencies in which an invoice can be paid. */
    public List<String> currencies() {
        return crypto.currencies();
    }

    /**
     * Opens a crypto payment for what is left to pay of an invoice.
     *
     * @param paymentCase NOWPayments' sandbox parameter {@code case}, or null for the default
     * @throws DomainException.NotFound when the account has no such invoice
     * @throws DomainException.Conflict when the invoice is not unpaid, or the credit balance would
     *     exceed its maximum
     * @throws DomainException.Invalid as in {@link CryptoGateway#open}
     */
    @AccountTransactional
    public CryptoPayment payInCrypto(
            long invoiceNumber, String currency, @Nullable String paymentCase) {
        var invoice = invoicing.get(invoiceNumber);
        if (!invoice.isUnpaid()) {
            throw new DomainException.Conflict("Invoice Not in Unpaid Status");
        }
        invoicing.requireRoomFor(invoiceNumber, invoice.balance());
        var first = cryptoPayments.count() == 0;
        var number = numbering.next("crypto-payment");
        var quote = crypto.open(number, first, invoice.balance(), currency, paymentCase);
        return cryptoPayments.save(
                new CryptoPayment(
                        number, invoiceNumber, invoice.balance(), quote, clock.instant()));
    }

    /**
     * Returns, for display, the payment with this id or, because the billing document's sample asks
     * by the id of an invoice, the latest payment of the invoice with this id.
     *
     * @throws DomainException.NotFound when there is neither
     */
    public CryptoPaymentView cryptoPaymentByIdOrInvoice(long id) {
        return reader.first(BY_ID, AccountScoped.rowIdOf(id))
                .or(() -> reader.first(LATEST_OF_INVOICE, id))
                .orElseThrow(() -> new DomainException.NotFound("Payment ID Not Found"));
    }

    /**
     * Returns the payment with exactly this id.
     *
     * @throws DomainException.NotFound when there is none
     */
    @Transactional(readOnly = true)
    public CryptoPayment cryptoPayment(long number) {
        return cryptoPayments
                .findByNumber(number)
                .orElseThrow(() -> new DomainException.NotFound("Payment ID Not Found"));
    }

    /** Returns all crypto payments, newest first. */
    @Transactional(readOnly = true)
    public List<CryptoPayment> cryptoPayments() {
        return cryptoPayments.findAllByOrderByNumberDesc();
    }

    /** Returns a payment's child payments, oldest first. */
    @Transactional(readOnly = true)
    public List<CryptoPayment> childPaymentsOf(CryptoPayment payment) {
        return cryptoPayments.findAllByParentNumberOrderByNumber(payment.number());
    }

    /** Returns whether a payment's invoice is unpaid. If not, incoming money becomes credit. */
    @Transactional(readOnly = true)
    public boolean isInvoiceUnpaid(CryptoPayment payment) {
        return invoicing.get(payment.invoiceNumber()).isUnpaid();
    }

    /**
     * Checks that the credit balance has room for what a payment exceeds its invoice by.
     *
     * @throws DomainException.Conflict when the balance would exceed its maximum
     */
    @Transactional(readOnly = true)
    public void requireRoomFor(CryptoPayment payment, Money worth) {
        invoicing.requireRoomFor(payment.invoiceNumber(), worth);
    }

    /** Returns an invoice's crypto payments, oldest first. */
    @Transactional(readOnly = true)
    public List<CryptoPayment> cryptoPaymentsOf(long invoice) {
        return cryptoPayments.findAllByInvoiceNumberOrderByNumber(invoice);
    }

    /** Returns the payments received for an invoice, oldest first. */
    @Transactional(readOnly = true)
    public List<Transaction> transactionsOf(long invoice) {
        return transactions.findAllByInvoiceNumberOrderByNumber(invoice);
    }

    /** Returns all payments received, oldest first. */
    @Transactional(readOnly = true)
    public List<Transaction> transactions() {
        return transactions.findAllByOrderByNumber();
    }

    @EventListener
    void updateStatus(CryptoGateway.PaymentChanged change) {
        var payment = cryptoPayments.findByNumber(change.payment()).orElseThrow();
        payment.moveTo(change.status(), clock.instant());
        cryptoPayments.save(payment);
        if (change.received().isPositive()) {
            recordPayment(
                    payment.invoiceNumber(),
                    "nowpayments",
                    String.valueOf(payment.number()),
                    change.received());
        }
    }

    @EventListener
    void addChildPayment(CryptoGateway.ChildPaymentOpened child) {
        var parent = cryptoPayments.findByNumber(child.parent()).orElseThrow();
        cryptoPayments.save(new CryptoPayment(parent, child, clock.instant()));
    }

    private void recordPayment(long invoiceNumber, String gateway, String transid, Money amount) {
        var applied = invoicing.applyPayment(invoiceNumber, amount);
        transactions.save(
                new Transaction(
                        numbering.next("transaction"),
                        invoiceNumber,
                        gateway,
                        transid,
                        amount,
                        applied,
                        clock.instant()));
    }
}
