package dev.paystub.invoice;

import dev.paystub.account.EventSource;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Declares the event types of this module. */
@Component
class InvoiceEvents implements EventSource {

    @Override
    public Set<String> eventTypes() {
        return Set.of("balance.changed", "invoice.created", "invoice.paid", "invoice.usage_opened");
    }
}
