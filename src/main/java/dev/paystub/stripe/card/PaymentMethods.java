package dev.paystub.stripe.card;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.repository.Repository;

interface PaymentMethods
        extends Repository<PaymentMethod, Long>, JpaSpecificationExecutor<PaymentMethod> {

    PaymentMethod save(PaymentMethod paymentMethod);

    Optional<PaymentMethod> findByToken(String token);
}
