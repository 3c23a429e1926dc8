package dev.paystub.world;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an account can begin as: a seed, and what is done from then on by calls anybody could make.
 */
public interface Baseline {

    /** Another for whatever leads to another state. */
    String id();

    /** The scenario's name, by which {@link Baselines} finds it; null when it has none. */
    @Nullable String name();

    /** The seed it begins with: {@code documented} or {@code empty}. */
    String seed();

    /** Whether nothing is done after the seed. */
    boolean isSeedOnly();

    /** When it must begin to end at an instant. */
    Instant beginning(Instant end);

    /**
     * Does as the current account, which has just been seeded, all there is to do; the clock shows
     * {@code end} at last. Answers what is worth knowing of it, by names.
     */
    Map<String, Object> play(Instant end);
}
