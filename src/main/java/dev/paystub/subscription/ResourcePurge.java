package dev.paystub.subscription;

import dev.paystub.engine.ScheduledTask;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Removes an organization's resources one month after its subscription was canceled. */
@Component
class ResourcePurge implements ScheduledTask {

    private final Organizations organizations;

    ResourcePurge(Organizations organizations) {
        this.organizations = organizations;
    }

    @Override
    public String kind() {
        return Subscribing.PURGE;
    }

    @Override
    public void runDue(long number, Instant at) {
        var organization = organizations.findByNumber(number).orElseThrow();
        organization.purge();
        organizations.save(organization);
    }
}
