package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface LedgerEntries extends Repository<LedgerEntry, Long> {

    LedgerEntry save(LedgerEntry entry);

    Optional<LedgerEntry> findById(Long id);

    default Optional<LedgerEntry> findByNumber(long number) {
        return findById(AccountScoped.rowIdOf(number));
    }

    List<LedgerEntry> findAllByInvoiceNumberOrderByNumber(long invoiceNumber);

    List<LedgerEntry> findAllByNumberGreaterThanOrderByNumber(long number);

    /** A projection instead of entities: there may be a hundred thousand entries. */
    @Query(
            """
            select new dev.paystub.invoice.Ledger$Line(
                e.number, e.at, e.amount, e.balanceAfter, e.reason, e.invoiceNumber)
            from LedgerEntry e order by e.number
            """)
    List<Ledger.Line> lines();
}
