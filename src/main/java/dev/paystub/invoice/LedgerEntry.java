package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import dev.paystub.kernel.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
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

    @SuppressWarnings("NullAway.Init")
    protected LedgerEntry() {}

    LedgerEntry(long number, Instant at, Money amount, Money balanceBefore, Posting posting) {
        super(number);
        this.at = at;
        this.amount = amount;
        this.balanceAfter = balanceBefore.plus(amount);
        this.description = posting.description();
        this.invoiceNumber = posting.invoiceNumber();
        if (!amount.isZero()) {
            registerEvent(new Ledger.BalanceChanged(balanceBefore, balanceAfter));
        }
    }

    /** Why the balance changes, and because of which invoice, if any. */
    public record Posting(String description, @Nullable Long invoiceNumber) {}

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
