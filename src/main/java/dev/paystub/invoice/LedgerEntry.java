package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import dev.paystub.account.Cause;
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

/** One change of the credit balance, never altered afterwards. */
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
        if (!amount.isZero()) {
            registerEvent(new Ledger.BalanceChanged(balanceBefore, balanceAfter));
        }
    }

    /** What a change of the balance is for. */
    public enum Reason {
        /** What the account began with. */
        OPENING,
        /** An invoice that adds funds was paid. */
        FUNDS,
        /** More was paid than an invoice needed. */
        OVERPAYMENT,
        /** The balance was applied to an invoice. */
        CREDIT,
        /** An hour of a service was paid in advance. */
        USAGE,
        OTHER
    }

    /** What the balance changes for, and because of which invoice, if any. */
    public record Posting(Reason reason, String description, @Nullable Long invoiceNumber) {
        public Posting(String description, @Nullable Long invoiceNumber) {
            this(Reason.OTHER, description, invoiceNumber);
        }
    }

    public Reason reason() {
        return reason;
    }

    /** Why it happened. */
    public Cause cause() {
        return cause;
    }

    public Instant at() {
        return at;
    }

    public Money amount() {
        return amount;
    }

    /** The balance once this entry was made. */
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
