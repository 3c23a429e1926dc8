package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import java.util.Optional;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.repository.Repository;

interface Invoices extends Repository<Invoice, Long> {

    Invoice save(Invoice invoice);

    @EntityGraph(Invoice.WITH_ITEMS)
    Optional<Invoice> findById(Long id);

    default Optional<Invoice> findByNumber(long number) {
        return findById(AccountScoped.rowIdOf(number));
    }
}
