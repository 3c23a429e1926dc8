/** Webhooks: who wants to hear what, the outbox of what is to be told, and telling it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account"})
package dev.paystub.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
