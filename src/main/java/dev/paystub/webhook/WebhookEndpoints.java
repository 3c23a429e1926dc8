package dev.paystub.webhook;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface WebhookEndpoints extends Repository<WebhookEndpoint, Long> {

    WebhookEndpoint save(WebhookEndpoint endpoint);

    void delete(WebhookEndpoint endpoint);

    Optional<WebhookEndpoint> findByNumber(long number);

    List<WebhookEndpoint> findAllByOrderByNumber();

    long count();
}
