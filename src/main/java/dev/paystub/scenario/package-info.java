/**
 * Scenarios, and the provider states of Pact: what accounts can begin as, written as lists of
 * documented calls and clock moves, in files of ours and of the user's.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "http"})
package dev.paystub.scenario;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
