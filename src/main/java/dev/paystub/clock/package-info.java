/**
 * The account's clock and its events over HTTP: {@code /sandbox/clock}, {@code /sandbox/events}
 * with its stream, and {@code /sandbox/quiesce}. Begin with {@link
 * dev.paystub.clock.ClockController}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "account", "engine", "security", "controlplane"})
package dev.paystub.clock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
