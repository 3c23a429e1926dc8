package dev.paystub.checkout;

import dev.paystub.account.EventSource;
import dev.paystub.account.Lifecycle;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Declares this module's events. */
@Component
@Order(4)
class CheckoutEvents implements EventSource {

    @Override
    public Set<String> eventTypes() {
        var types =
                new TreeSet<>(
                        Set.of(
                                "checkout.session.abandoned",
                                "checkout.session.async_payment_failed",
                                "setup_intent.setup_failed"));
        CheckoutSession.LIFECYCLE
                .steps()
                .forEach(step -> types.add("checkout.session." + step.to()));
        return types;
    }

    @Override
    public List<Lifecycle> lifecycles() {
        return List.of(CheckoutSession.LIFECYCLE);
    }
}
