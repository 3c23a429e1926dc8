/**
 * Accounts as wholes: seeds, reset, snapshots, forks, templates, and the removal of idle accounts.
 * The HTTP routes are in {@code scenario}. {@link dev.paystub.world.AccountSnapshots} keeps and
 * restores accounts; begin with {@link dev.paystub.world.AccountSeeder}, which makes an account's
 * first rows.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "account", "engine"})
package dev.paystub.world;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
