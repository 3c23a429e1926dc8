package dev.paystub.stripe;

import java.util.Optional;
import org.springframework.data.repository.Repository;

interface PaymentMethods extends Repository<PaymentMethod, Long> {

    PaymentMethod save(PaymentMethod paymentMethod);

    Optional<PaymentMethod> findByToken(String token);

    void delete(PaymentMethod paymentMethod);
}
