package dev.paystub.account;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Whether the server is about to end. What could go on for long (a request that waits, a round of
 * due work) asks, and ends at the next good moment.
 */
@Component
public class Closing {

    private volatile boolean begun;

    @EventListener
    void begin(ContextClosedEvent closed) {
        begun = true;
    }

    public boolean hasBegun() {
        return begun;
    }
}
