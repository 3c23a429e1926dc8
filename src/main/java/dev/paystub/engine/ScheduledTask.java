package dev.paystub.engine;

import java.time.Instant;

/**
 * One kind of work that falls due on an account's clock; its due dates are kept in {@link
 * Schedule}.
 */
public interface ScheduledTask {

    /** Returns the kind under which {@link Schedule} stores the task. */
    String kind();

    /**
     * Runs the task. The clock shows {@code at}; the transaction is open and holds the account's
     * lock. The entry has been removed from the schedule, so a recurring task must schedule itself
     * again.
     */
    void runDue(long subject, Instant at);
}
