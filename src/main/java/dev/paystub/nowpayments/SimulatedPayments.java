package dev.paystub.nowpayments;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface SimulatedPayments extends Repository<SimulatedPayment, Long> {

    SimulatedPayment save(SimulatedPayment payment);

    Optional<SimulatedPayment> findByNumber(long number);
}
