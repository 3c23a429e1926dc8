package dev.paystub.invoice;

import dev.paystub.account.EventSource;
import dev.paystub.account.Lifecycle;
import java.util.List;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Declares the event types of this module. */
@Component
@Order(1)
class InvoiceEvents implements EventSource {

    @Override
    public Set<String> eventTypes() {
        return Set.of("balance.changed", "invoice.created", "invoice.paid", "invoice.usage_opened");
    }

    @Override
    public List<Lifecycle> lifecycles() {
        return List.of(Invoice.LIFECYCLE);
    }
}
