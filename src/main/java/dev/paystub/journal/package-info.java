/**
 * The journal of requests and their answers: entries, their writer and table, redaction, and the
 * search at {@code /sandbox/requests}. {@link dev.paystub.journal.Journal} is the door and the
 * place to begin.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine", "http", "controlplane"})
package dev.paystub.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
