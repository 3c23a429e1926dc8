package dev.paystub.nowpayments;

import dev.paystub.account.EventSource;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Declares this module's events. */
@Component
class DepositEvents implements EventSource {

    @Override
    public Set<String> eventTypes() {
        return Set.of("crypto_deposit.received");
    }
}
