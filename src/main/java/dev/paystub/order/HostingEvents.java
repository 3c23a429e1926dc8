package dev.paystub.order;

import dev.paystub.account.EventSource;
import dev.paystub.account.Lifecycle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Declares the event types of this module. */
@Component
@Order(2)
class HostingEvents implements EventSource {

    @Override
    public Set<String> eventTypes() {
        return Hosting.LIFECYCLE.steps().stream()
                .map(step -> "hosting." + step.to().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Override
    public List<Lifecycle> lifecycles() {
        return List.of(Hosting.LIFECYCLE);
    }
}
