package dev.paystub.stripe;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface PaymentMethods extends Repository<PaymentMethod, Long> {

    PaymentMethod save(PaymentMethod paymentMethod);

    Optional<PaymentMethod> findByToken(String token);

    List<PaymentMethod> findAllByStateOrderByNumberDesc(PaymentMethod.State state);

    void delete(PaymentMethod paymentMethod);
}
