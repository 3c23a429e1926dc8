package dev.paystub.payment;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface Captures extends Repository<Capture, Long> {

    Capture save(Capture capture);

    Optional<Capture> findByNumber(long invoiceNumber);
}
