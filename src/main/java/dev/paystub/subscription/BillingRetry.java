package dev.paystub.subscription;

import dev.paystub.engine.ScheduledTask;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Retries the charge of an unpaid bill. */
@Component
class BillingRetry implements ScheduledTask {

    private final ArrearsBilling billing;

    BillingRetry(ArrearsBilling billing) {
        this.billing = billing;
    }

    @Override
    public String kind() {
        return ArrearsBilling.RETRY;
    }

    @Override
    public void runDue(long billingRecord, Instant at) {
        billing.retry(billingRecord);
    }
}
