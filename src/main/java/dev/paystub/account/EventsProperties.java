package dev.paystub.account;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much is remembered of what has happened.
 *
 * @param max how many of an account's latest events are kept; up to a tenth more may be there
 */
@ConfigurationProperties("paystub.events")
record EventsProperties(@DefaultValue("100000") int max) {

    private static final int LEAST = 10;
    private static final int BLOCKS = 10;

    /** More in one transaction would hold other changes up for longer. */
    private static final int MOST_PIECES = 500;

    private static final int PIECES_TO_ALL = 20;

    EventsProperties {
        if (max < LEAST) {
            throw new IllegalArgumentException(
                    "paystub.events.max (PAYSTUB_EVENTS_MAX) is %d; it must be at least %d"
                            .formatted(max, LEAST));
        }
    }

    /**
     * How many pieces of due work may be one transaction: their events must be there to be told.
     */
    int piecesAtOnce() {
        return Math.clamp(max / PIECES_TO_ALL, 1, MOST_PIECES);
    }

    /** How many events are let go at a time. */
    int block() {
        return max / BLOCKS;
    }
}
