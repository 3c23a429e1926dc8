package dev.paystub.invoice;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountTransactional;
import dev.paystub.account.Cause;
import dev.paystub.account.Numbering;
import dev.paystub.invoice.LedgerEntry.Posting;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The account's credit: an append-only list of entries whose sum is the balance at every moment. It
 * is never negative; what it cannot cover is not drawn.
 */
@Service
public class Ledger {

    /**
     * How much credit an account may hold: what would lift it higher is refused when it is begun.
     * What had begun before is credited in full, for which the columns have room.
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

    /** The credit balance is another. */
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

    @Transactional(readOnly = true)
    public Money balance() {
        return entries.findByNumber(numbering.last(NUMBERING))
                .map(LedgerEntry::balanceAfter)
                .orElse(Money.ZERO);
    }

    /**
     * @throws Refusal.Conflict when the balance has no room for so much more
     */
    @Transactional(readOnly = true)
    public void requireRoomFor(Money more) {
        var balance = balance();
        if (more.isPositive() && !MOST.covers(balance.plus(more))) {
            throw new DomainException.Conflict(
                    "The balance is %s and holds at most %s: there is no room for %s more; spend some first"
                            .formatted(balance, MOST, more));
        }
    }

    /** All entries, oldest first. */
    @Transactional(readOnly = true)
    public List<LedgerEntry> entries() {
        return entries.findAllByOrderByNumber();
    }

    /** What an entry says, for those who look at all of them. */
    public record Line(
            long number,
            Instant at,
            Money amount,
            Money balanceAfter,
            LedgerEntry.Reason reason,
            @Nullable Long invoiceNumber) {}

    /** All entries, oldest first, in brief. */
    @Transactional(readOnly = true)
    public List<Line> lines() {
        return entries.lines();
    }

    /** An invoice's entries, oldest first. */
    @Transactional(readOnly = true)
    public List<LedgerEntry> entriesOf(long invoice) {
        return entries.findAllByInvoiceNumberOrderByNumber(invoice);
    }

    /** The latest entries, oldest first, at most so many. */
    @Transactional(readOnly = true)
    public List<LedgerEntry> latest(int most) {
        return entries.findAllByNumberGreaterThanOrderByNumber(numbering.last(NUMBERING) - most);
    }

    @AccountTransactional
    public void add(Money amount, Posting posting) {
        post(amount, balance(), posting);
    }

    /**
     * Takes an amount from the balance; answers false, and takes nothing, when it does not cover
     * it.
     */
    @AccountTransactional
    public boolean draw(Money amount, Posting posting) {
        var before = balance();
        var covered = before.covers(amount);
        if (covered) {
            post(amount.negated(), before, posting);
        }
        return covered;
    }

    /** The balance is the last entry's, so it is read before the next one has a number. */
    private void post(Money amount, Money before, Posting posting) {
        entries.save(
                new LedgerEntry(
                        numbering.next(NUMBERING),
                        clock.instant(),
                        amount,
                        before,
                        posting,
                        Cause.ofTurn()));
    }
}
