/** The PureGPU wire: routes, JSON, X-API-Key, error envelope. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel", "account", "catalog", "invoice", "payment", "order", "http", "webhook"
        })
package dev.paystub.puregpu;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
