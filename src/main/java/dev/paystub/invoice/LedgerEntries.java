package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface LedgerEntries extends Repository<LedgerEntry, Long> {

    LedgerEntry save(LedgerEntry entry);

    Optional<LedgerEntry> findById(Long id);

    default Optional<LedgerEntry> findByNumber(long number) {
        return findById(AccountScoped.rowIdOf(number));
    }

    List<LedgerEntry> findAllByInvoiceNumberOrderByNumber(long invoiceNumber);

    List<LedgerEntry> findAllByNumberGreaterThanOrderByNumber(long number);
}
