/**
 * The journal of requests and their responses: entries, their stores, redaction, and the search at
 * {@code /sandbox/requests}. {@link dev.paystub.journal.Journal} is the entry point for other
 * packages.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "account", "engine", "http", "security", "controlplane"})
package dev.paystub.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
