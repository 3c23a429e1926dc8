/**
 * What accounts begin as, in YAML files of ours and the user's: scenarios, their runner, Pact's
 * provider states; and the control plane's routes for whole accounts (reset, snapshots, forks,
 * differences). Begin with {@link dev.paystub.scenario.Scenarios}.
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
