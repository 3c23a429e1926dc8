package dev.paystub.world;

import java.util.Optional;

/** All scenarios, by their names. */
public interface Baselines {

    Optional<Baseline> find(String name);
}
