package dev.paystub.engine;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the event log.
 *
 * @param max how many of an account's latest events are kept; up to a tenth more may be stored
 * @param maxTotal how many are kept of all accounts together; more may be stored for a moment
 * @param maxWatchers how many requests may wait for events at a time
 */
@ConfigurationProperties("paystub.events")
public record EventsProperties(
        @DefaultValue("100000") int max,
        @DefaultValue("200000") int maxTotal,
        @DefaultValue("200") int maxWatchers) {

    private static final int LEAST = 10;
    private static final int BLOCKS = 10;

    /** A larger transaction would delay other changes for longer. */
    private static final int MOST_PIECES = 500;

    private static final int PIECES_TO_ALL = 20;

    public EventsProperties {
        if (max < LEAST) {
            throw new IllegalArgumentException(
                    "paystub.events.max (PAYSTUB_EVENTS_MAX) is %d; it must be at least %d"
                            .formatted(max, LEAST));
        }
        if (maxTotal < LEAST || maxWatchers < 1) {
            throw new IllegalArgumentException(
                    "PAYSTUB_EVENTS_MAX_TOTAL must be at least %d, PAYSTUB_EVENTS_MAX_WATCHERS at least 1"
                            .formatted(LEAST));
        }
    }

    /**
     * Returns how many scheduled tasks may share one transaction. The log must not delete their
     * events before they have been reported.
     */
    int piecesAtOnce() {
        return Math.clamp(max / PIECES_TO_ALL, 1, MOST_PIECES);
    }

    /** Returns how many events are deleted at a time. */
    int block() {
        return max / BLOCKS;
    }
}
