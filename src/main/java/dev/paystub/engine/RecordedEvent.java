package dev.paystub.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the event log stores it.
 *
 * @param cursor its position among the account's events
 * @param due whether a scheduled task caused it
 */
public record RecordedEvent(
        Cursor cursor,
        Instant at,
        boolean due,
        String type,
        String subject,
        @Nullable String from,
        @Nullable String to,
        Cause cause) {}
