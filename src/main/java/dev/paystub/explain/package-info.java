/**
 * Explains how a number came about: the steps behind a balance, an invoice, a crypto payment and a
 * subscription, at {@code /sandbox/explain}. Begin with {@link
 * dev.paystub.explain.ExplainController}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "engine",
            "controlplane",
            "clock",
            "invoice",
            "payment",
            "order",
            "subscription"
        })
package dev.paystub.explain;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
