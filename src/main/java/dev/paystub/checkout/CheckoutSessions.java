package dev.paystub.checkout;

import dev.paystub.payment.HostedPages.Purpose;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface CheckoutSessions extends Repository<CheckoutSession, Long> {

    CheckoutSession save(CheckoutSession session);

    Optional<CheckoutSession> findBySessionLink(String sessionLink);

    Optional<CheckoutSession> findByNumber(long number);

    List<CheckoutSession> findAllByOrderByNumberDesc();

    List<CheckoutSession> findAllByPurposeAndReferenceAndStatus(
            Purpose purpose, String reference, CheckoutSession.Status status);
}
