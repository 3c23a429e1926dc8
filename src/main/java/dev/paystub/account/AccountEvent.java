package dev.paystub.account;

import org.jspecify.annotations.Nullable;

/**
 * A fact: something that has happened to an account, at the instant its clock shows. Aggregates
 * register them, other modules react in the same transaction, and each is kept as a row.
 */
public interface AccountEvent {

    /** The dotted name, such as {@code invoice.paid}. */
    String type();

    /** What it happened to, such as {@code invoice 34}. */
    String subject();

    /** The state before, as the wire names it; null when there was none. */
    @Nullable String from();

    /** The state after, as the wire names it; null when there is none. */
    @Nullable String to();

    /** The step along a lifecycle that this is; null when it is none. */
    default Lifecycle.@Nullable Move move() {
        return null;
    }
}
