package dev.paystub.webhook;

import dev.paystub.engine.BackgroundActivity;
import dev.paystub.webhook.Delivery.Status;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reports the endpoints that have pending deliveries, for waiting until the account is quiescent.
 */
@Component
public class DeliveriesUnderway implements BackgroundActivity {

    private final Deliveries deliveries;

    DeliveriesUnderway(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Override
    @Transactional(readOnly = true)
    public List<String> underway() {
        return deliveries.countByEndpoint(Status.PENDING).stream()
                .map(row -> "deliveries to webhook %s: %s".formatted(row[0], row[1]))
                .toList();
    }
}
