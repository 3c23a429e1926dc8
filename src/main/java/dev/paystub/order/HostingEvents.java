package dev.paystub.order;

import dev.paystub.account.EventSource;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Declares the event types of this module. */
@Component
class HostingEvents implements EventSource {

    @Override
    public Set<String> eventTypes() {
        return Hosting.LIFECYCLE.steps().stream()
                .map(step -> "hosting." + step.to().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
