package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import dev.paystub.engine.AccountInsert;
import dev.paystub.engine.AccountWriter;
import dev.paystub.engine.Cause;
import dev.paystub.kernel.Money;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One change of the credit balance. Entries are never altered. */
@Entity
@Immutable
@Table(name = "ledger_entries")
public class LedgerEntry extends AccountScoped<LedgerEntry> {

    private Instant at;
    private Money amount;
    private Money balanceAfter;
    private String description;
    private @Nullable Long invoiceNumber;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Reason reason;

    @Embedded private Cause cause;

    @SuppressWarnings("NullAway.Init")
    protected LedgerEntry() {}

    LedgerEntry(
            long number,
            Instant at,
            Money amount,
            Money balanceBefore,
            Posting posting,
            Cause cause) {
        super(number);
        this.at = at;
        this.amount = amount;
        this.balanceAfter = balanceBefore.plus(amount);
        this.description = posting.description();
        this.invoiceNumber = posting.invoiceNumber();
        this.reason = posting.reason();
        this.cause = cause;
    }

    private static final AccountInsert ROW =
            new AccountInsert(
                    "ledger_entries",
                    "at",
                    "amount",
                    "balance_after",
                    "description",
                    "invoice_number",
                    "reason",
                    "cause",
                    "request_id");

    /** Inserts the entry at the end of the change, which knows the balance without reading it. */
    void insert(AccountWriter writer) {
        writer.insertAtEnd(
                ROW,
                number(),
                at,
                amount.amount(),
                balanceAfter.amount(),
                description,
                invoiceNumber,
                reason.name(),
                cause.text(),
                cause.requestId());
    }

    /** The reason for a change of the balance. */
    public enum Reason {
        /** The balance with which the account was seeded. */
        OPENING,
        /** An invoice that adds funds was paid. */
        FUNDS,
        /** A payment exceeded what its invoice needed. */
        OVERPAYMENT,
        /** Credit was applied to an invoice. */
        CREDIT,
        /** An hour of a service was prepaid. */
        USAGE,
        OTHER
    }

    /** The reason and text of a change, with its invoice, if any. */
    public record Posting(Reason reason, String description, @Nullable Long invoiceNumber) {
        public Posting(String description, @Nullable Long invoiceNumber) {
            this(Reason.OTHER, description, invoiceNumber);
        }
    }

    public Reason reason() {
        return reason;
    }

    /** Returns the cause of the change. */
    public Cause cause() {
        return cause;
    }

    public Instant at() {
        return at;
    }

    public Money amount() {
        return amount;
    }

    /** Returns the balance after this entry. */
    public Money balanceAfter() {
        return balanceAfter;
    }

    public String description() {
        return description;
    }

    public @Nullable Long invoiceNumber() {
        return invoiceNumber;
    }
}
