package dev.paystub.world;

import java.util.Optional;

/** Finds a scenario by its name. */
public interface Baselines {

    Optional<Baseline> find(String name);
}
