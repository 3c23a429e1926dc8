/**
 * Webhooks: endpoints, the transactional outbox, and sending with retries on the account's clock,
 * in the styles of Standard Webhooks, Stripe and NOWPayments. The API is {@link
 * dev.paystub.webhook.Webhooks}; begin with {@link dev.paystub.webhook.Outbox}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account"})
package dev.paystub.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
