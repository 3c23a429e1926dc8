/**
 * Requests with an {@code Idempotency-Key} take effect once, by the rules of Stripe's API. Begin
 * with {@link dev.paystub.idempotency.IdempotencyKeys}, which claims a key and stores the response.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine", "http", "fault"})
package dev.paystub.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
