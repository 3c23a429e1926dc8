/**
 * Webhooks: endpoints, deliveries, signatures, retries, and the two vendors' formats; the outbox is
 * a table. {@link dev.paystub.webhook.Webhooks} is the door; begin with {@link
 * dev.paystub.webhook.Outbox}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "account", "engine", "job", "http", "controlplane"})
package dev.paystub.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
