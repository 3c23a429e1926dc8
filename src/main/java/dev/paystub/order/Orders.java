package dev.paystub.order;

import java.util.List;
import org.springframework.data.repository.Repository;

interface Orders extends Repository<Order, Long> {

    Order save(Order order);

    List<Order> findAllByOrderByNumber();
}
