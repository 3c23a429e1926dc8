package dev.paystub.invoice;

import dev.paystub.account.AccountEvent;
import dev.paystub.engine.AccountQuery;
import dev.paystub.engine.AccountReader;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.AccountWriter;
import dev.paystub.engine.Cause;
import dev.paystub.engine.Numbering;
import dev.paystub.engine.Remembered;
import dev.paystub.invoice.LedgerEntry.Posting;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import java.time.Clock;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
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

    private static final AccountQuery<Money> BALANCE =
            new AccountQuery<>(
                    // the lower bound of the number makes H2 choose the index that leads to the row
                    """
                    select balance_after from ledger_entries where account_id = ? and number > 0
                    order by account_id desc, number desc fetch first 1 row only
                    """,
                    (row, index) -> new Money(row.getBigDecimal(1)));

    private final AccountReader reader;
    private final Remembered<Money> balance = new Remembered<>();
    private final AccountWriter writer;
    private final ApplicationEventPublisher events;
    private final Numbering numbering;
    private final Clock clock;

    Ledger(
            AccountReader reader,
            AccountWriter writer,
            ApplicationEventPublisher events,
            Numbering numbering,
            Clock clock) {
        this.reader = reader;
        this.writer = writer;
        this.events = events;
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

    /** Returns the balance for display: what the latest entry has left. */
    public Money balance() {
        return reader.first(BALANCE).orElse(Money.ZERO);
    }

    /** Returns the balance in the course of a change, which reads it once. */
    Money balanceInChange() {
        return balance.get(() -> reader.stored(BALANCE).orElse(Money.ZERO));
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
    public List<LedgerEntry> entriesOf(long invoice) {
        return reader.list(LedgerEntry.OF_INVOICE, invoice);
    }

    /** Returns the latest entries, at most the given number, oldest first. */
    public List<LedgerEntry> latest(int most) {
        return reader.list(LedgerEntry.AFTER, numbering.last(NUMBERING) - most);
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

    /** Posts an entry; the balance before it is the one that the caller has decided upon. */
    private void post(Money amount, Money before, Posting posting) {
        var entry =
                new LedgerEntry(
                        numbering.next(NUMBERING),
                        clock.instant(),
                        amount,
                        before.plus(amount),
                        posting.description(),
                        posting.invoiceNumber(),
                        posting.reason(),
                        Cause.ofChange());
        balance.set(entry.balanceAfter());
        entry.insert(writer);
        if (!amount.isZero()) {
            events.publishEvent(new BalanceChanged(before, entry.balanceAfter()));
        }
    }
}
