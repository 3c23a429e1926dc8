/**
 * The wire of Cloud Plans' billing API, as its document says: three paths, operations by {@code
 * ?action=}, {@code Bearer} tokens, permissions by role. Begin with {@link
 * dev.paystub.cloudplans.BillingController}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "http",
            "controlplane",
            "contract",
            "subscription",
            "webhook"
        })
package dev.paystub.cloudplans;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
