/**
 * The OpenAPI documents, the check of requests and responses against them, and the coverage of an
 * account's traffic ({@code /sandbox/coverage}). Begin with {@link
 * dev.paystub.contract.OpenApiContract}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "account", "engine", "http", "controlplane", "journal"})
package dev.paystub.contract;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
