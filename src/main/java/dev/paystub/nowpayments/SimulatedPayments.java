package dev.paystub.nowpayments;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface SimulatedPayments extends Repository<SimulatedPayment, Long> {

    SimulatedPayment save(SimulatedPayment payment);

    List<SimulatedPayment> findAll();

    Optional<SimulatedPayment> findByNumber(long number);
}
