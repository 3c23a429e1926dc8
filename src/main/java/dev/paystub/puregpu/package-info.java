/**
 * The PureGPU API: routes, JSON, {@code X-API-Key} and error format. Controllers translate between
 * the wire and the domain; the document is {@code openapi/puregpu.yaml}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel", "account", "catalog", "invoice", "payment", "order", "http", "webhook"
        })
package dev.paystub.puregpu;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
