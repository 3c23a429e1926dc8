package dev.paystub.account;

import java.util.List;
import java.util.Set;

/** The port by which a module declares the types of all facts that it may tell of. */
public interface EventSource {

    /** All of them, such as {@code invoice.paid}. */
    Set<String> eventTypes();

    /** The lifecycles of the module's things, outside of which nothing moves. */
    default List<Lifecycle> lifecycles() {
        return List.of();
    }
}
