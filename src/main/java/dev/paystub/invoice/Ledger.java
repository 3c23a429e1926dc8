package dev.paystub.invoice;

import dev.paystub.account.AccountEvent;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Cause;
import dev.paystub.engine.Numbering;
import dev.paystub.invoice.LedgerEntry.Posting;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import java.time.Clock;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The account's credit: an append-only list of entries whose sum is the balance. The balance is
 * never negative; a draw that it does not cover is refused.
 */
@Service
public class Ledger {

    /**
     * The maximum balance. Operations that would exceed it are refused when they begin. Payments
     * already under way are credited in full; the columns have room for them.
     */
    static final Money MOST = Money.of("9999999999.99");

    private static final String NUMBERING = "ledger-entry";

    private final LedgerEntries entries;
    private final Numbering numbering;
    private final Clock clock;

    Ledger(LedgerEntries entries, Numbering numbering, Clock clock) {
        this.entries = entries;
        this.numbering = numbering;
        this.clock = clock;
    }

    /** Published when the credit balance changes. */
    public record BalanceChanged(Money before, Money after) implements AccountEvent {
        @Override
        public String type() {
            return "balance.changed";
        }

        @Override
        public String subject() {
            return "balance";
        }

        @Override
        public String from() {
            return before.toString();
        }

        @Override
        public String to() {
            return after.toString();
        }

        public boolean isRise() {
            return after.compareTo(before) > 0;
        }
    }

    /** Returns the balance that the latest entry has left. */
    @Transactional(readOnly = true)
    public Money balance() {
        return entries.newest(Limit.of(1)).map(LedgerEntries.Balance::after).orElse(Money.ZERO);
    }

    /** The balance in the course of a change, which knows the number of the latest entry. */
    Money balanceInChange() {
        return entries.findByNumber(numbering.last(NUMBERING))
                .map(LedgerEntry::balanceAfter)
                .orElse(Money.ZERO);
    }

    /**
     * Checks that an amount can be added.
     *
     * @throws DomainException.Conflict when the balance would exceed its maximum
     */
    @Transactional(readOnly = true)
    public void requireRoomFor(Money more) {
        var balance = balanceInChange();
        if (more.isPositive() && !MOST.covers(balance.plus(more))) {
            throw new DomainException.Conflict(
                    "The balance is %s and holds at most %s: there is no room for %s more; spend some first"
                            .formatted(balance, MOST, more));
        }
    }

    /** Returns an invoice's entries, oldest first. */
    @Transactional(readOnly = true)
    public List<LedgerEntry> entriesOf(long invoice) {
        return entries.findAllByInvoiceNumberOrderByNumber(invoice);
    }

    /** Returns the latest entries, at most the given number, oldest first. */
    @Transactional(readOnly = true)
    public List<LedgerEntry> latest(int most) {
        return entries.findAllByNumberGreaterThanOrderByNumber(numbering.last(NUMBERING) - most);
    }

    @AccountTransactional
    public void credit(Money amount, Posting posting) {
        post(amount, balanceInChange(), posting);
    }

    /**
     * Draws an amount from the balance. Returns false, and draws nothing, when the balance does not
     * cover it.
     */
    @AccountTransactional
    public boolean debit(Money amount, Posting posting) {
        var before = balanceInChange();
        var covered = before.covers(amount);
        if (covered) {
            post(amount.negated(), before, posting);
        }
        return covered;
    }

    /**
     * Takes the balance before as an argument: it is read from the last entry, which must happen
     * before the new entry is numbered.
     */
    private void post(Money amount, Money before, Posting posting) {
        entries.save(
                new LedgerEntry(
                        numbering.next(NUMBERING),
                        clock.instant(),
                        amount,
                        before,
                        posting,
                        Cause.ofChange()));
    }
}
