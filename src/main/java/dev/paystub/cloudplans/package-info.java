/**
 * The Cloud Plans API: routes, JSON, bearer tokens, permissions and error format. Controllers
 * translate between the wire and {@code subscription}; the document is {@code
 * openapi/cloudplans.yaml}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "subscription", "http", "webhook"})
package dev.paystub.cloudplans;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
