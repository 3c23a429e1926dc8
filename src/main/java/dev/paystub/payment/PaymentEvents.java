package dev.paystub.payment;

import dev.paystub.account.EventSource;
import dev.paystub.account.Lifecycle;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Declares the event types of this module. */
@Component
@Order(3)
class PaymentEvents implements EventSource {

    @Override
    public Set<String> eventTypes() {
        var types =
                new TreeSet<>(
                        Set.of(
                                "card.added",
                                "card.made_default",
                                "card.removed",
                                "invoice.capture_given_up",
                                "invoice.payment_failed"));
        CryptoPayment.LIFECYCLE.steps().forEach(step -> types.add("crypto_payment." + step.to()));
        return types;
    }

    @Override
    public List<Lifecycle> lifecycles() {
        return List.of(CryptoPayment.LIFECYCLE);
    }
}
