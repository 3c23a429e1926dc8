package dev.paystub.world;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state with which an account can begin: a seed, and the API calls that follow it. */
public interface Baseline {

    /** Identifies the content: baselines that lead to different states have different ids. */
    String id();

    /** The scenario's name, by which {@link Baselines} finds it; null when it has none. */
    @Nullable String name();

    /** The seed it begins with: {@code documented} or {@code empty}. */
    String seed();

    /** Returns whether nothing follows the seed. */
    boolean isSeedOnly();

    /** Returns the instant at which the baseline must begin in order to end at {@code end}. */
    Instant beginning(Instant end);

    /**
     * Makes the calls that follow the seed, as the current account, which has just been seeded.
     * Afterwards the account's clock shows {@code end}. Returns the values that the baseline
     * declares, by name.
     */
    Map<String, Object> play(Instant end);
}
