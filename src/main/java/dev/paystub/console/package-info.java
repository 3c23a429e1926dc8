/**
 * The entrance to the console: redirects to its page, the banner printed at start, and {@code
 * /sandbox/state}, which returns what the page shows of an account. The page itself is static
 * ({@code src/main/resources/static/console}) and uses the public API. Begin with {@link
 * dev.paystub.console.StateReader}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel", "account", "engine", "http", "controlplane", "catalog",
            "invoice", "payment", "order", "subscription", "checkout", "nowpayments"
        })
package dev.paystub.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
