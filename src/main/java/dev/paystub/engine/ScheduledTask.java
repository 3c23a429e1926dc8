package dev.paystub.engine;

import java.time.Instant;

/**
 * One kind of work that falls due on an account's clock; which and when is kept in {@link
 * Schedule}.
 */
public interface ScheduledTask {

    /** The name under which it stands in the agenda. */
    String kind();

    /**
     * Does what is due. The clock shows {@code at}; the transaction is open and alone on the
     * account. The entry has been taken from the agenda: what recurs is scheduled again.
     */
    void runDue(long subject, Instant at);
}
