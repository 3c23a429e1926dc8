package dev.paystub.invoice;

import java.util.List;
import org.springframework.data.repository.Repository;

interface LedgerEntries extends Repository<LedgerEntry, Long> {

    List<LedgerEntry> findAllByInvoiceNumberOrderByNumber(long invoiceNumber);

    List<LedgerEntry> findAllByNumberGreaterThanOrderByNumber(long number);
}
