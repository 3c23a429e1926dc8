/**
 * The wire of PureGPU's billing API, as its document says: routes, JSON and errors, with {@code
 * X-API-Key}. One controller a resource; quirks carry a quotation of the document. Begin with
 * {@link dev.paystub.puregpu.InvoiceController}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "http",
            "security",
            "contract",
            "catalog",
            "invoice",
            "payment",
            "order",
            "webhook"
        })
package dev.paystub.puregpu;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
