package dev.paystub.order;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface Orders extends Repository<Order, Long> {

    Order save(Order order);

    Optional<Order> findFirstByInvoiceNumberOrderByNumber(Long invoiceNumber);
}
