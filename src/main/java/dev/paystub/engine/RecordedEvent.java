package dev.paystub.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the event log keeps it.
 *
 * @param cursor its place among the account's events
 * @param due whether it happened because time passed
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
