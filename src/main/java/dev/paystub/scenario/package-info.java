/**
 * Scenarios: YAML files, shipped or the user's own, that describe the state with which accounts
 * begin; their runner and Pact's provider states; and the control plane's routes for whole accounts
 * (reset, snapshots, forks, differences). Begin with {@link dev.paystub.scenario.Scenarios}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "account",
            "engine",
            "http",
            "security",
            "controlplane",
            "world"
        })
package dev.paystub.scenario;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
