package dev.paystub.account;

import java.util.Optional;

/** All scenarios, by their names. */
public interface StartingPoints {

    Optional<StartingPoint> find(String name);
}
