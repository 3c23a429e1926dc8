package dev.paystub.payment;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface DunningAttempts extends Repository<DunningAttempt, Long> {

    DunningAttempt save(DunningAttempt attempt);

    Optional<DunningAttempt> findByNumber(long invoiceNumber);
}
