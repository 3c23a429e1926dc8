package dev.paystub.payment;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface Cards extends Repository<Card, Long> {

    Card save(Card card);

    void delete(Card card);

    List<Card> findAllByOrderByPreferredDescNumber();

    Optional<Card> findByNumber(long number);

    Optional<Card> findByPreferredTrue();

    boolean existsByPaymentMethod(String paymentMethod);
}
