package dev.paystub.account;

import java.util.List;
import java.util.Set;

/** Declares the types of all events that a module may publish. */
public interface EventSource {

    /** Returns all types, such as {@code invoice.paid}. */
    Set<String> eventTypes();

    /** Returns the lifecycles of the module's aggregates. Other state changes are rejected. */
    default List<Lifecycle> lifecycles() {
        return List.of();
    }
}
