package dev.paystub.invoice;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.repository.Repository;

interface Invoices extends Repository<Invoice, Long> {

    Invoice save(Invoice invoice);

    @EntityGraph(attributePaths = "items")
    Optional<Invoice> findByNumber(long number);

    List<Invoice> findAllByOrderByDateDescNumberDesc();
}
