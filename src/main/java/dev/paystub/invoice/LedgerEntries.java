package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import dev.paystub.kernel.Money;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface LedgerEntries extends Repository<LedgerEntry, Long> {

    /** The balance that an entry has left. */
    record Balance(Money after) {}

    LedgerEntry save(LedgerEntry entry);

    Optional<LedgerEntry> findById(Long id);

    default Optional<LedgerEntry> findByNumber(long number) {
        return findById(AccountScoped.rowIdOf(number));
    }

    /** Sorts by account first, so that the index leads to the row. */
    @Query(
            """
            select new dev.paystub.invoice.LedgerEntries$Balance(e.balanceAfter) from LedgerEntry e order by e.accountId desc, e.number desc
            """)
    Optional<Balance> newest(Limit limit);

    List<LedgerEntry> findAllByInvoiceNumberOrderByNumber(long invoiceNumber);

    List<LedgerEntry> findAllByNumberGreaterThanOrderByNumber(long number);
}
