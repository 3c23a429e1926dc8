package dev.paystub.invoice;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface LedgerEntries extends Repository<LedgerEntry, Long> {

    LedgerEntry save(LedgerEntry entry);

    Optional<LedgerEntry> findByNumber(long number);

    List<LedgerEntry> findAllByOrderByNumber();
}
