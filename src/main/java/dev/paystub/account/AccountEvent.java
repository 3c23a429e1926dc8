package dev.paystub.account;

import org.jspecify.annotations.Nullable;

/**
 * An event: something that has happened to an account, at the instant its clock shows. Aggregates
 * register events, other modules react in the same transaction, and each event is stored as a row.
 */
public interface AccountEvent {

    /** Returns the dotted name, such as {@code invoice.paid}. */
    String type();

    /** Returns the thing to which it happened, such as {@code invoice 34}. */
    String subject();

    /** Returns the state before, as the API names it; null when there was none. */
    @Nullable String from();

    /** Returns the state after, as the API names it; null when there is none. */
    @Nullable String to();

    /** Returns the step along a lifecycle; null when the event is none. */
    default Lifecycle.@Nullable Move move() {
        return null;
    }
}
