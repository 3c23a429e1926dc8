package dev.paystub.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ways to lose a response. The first four have the names of WireMock's faults, and the request is
 * not carried out. For the other two the request runs, and they differ in whether its changes are
 * committed.
 */
public enum ConnectionFault {
    /** Closes the connection without sending a byte. */
    EMPTY_RESPONSE,
    /** Sends a status line and headers but no valid chunk, then closes the connection. */
    MALFORMED_RESPONSE_CHUNK,
    /** Sends bytes that are not HTTP, then closes the connection. */
    RANDOM_DATA_THEN_CLOSE,
    /** Resets the connection. */
    CONNECTION_RESET_BY_PEER,
    /** Rolls all changes back in place of the commit, then closes the connection. */
    BEFORE_COMMIT,
    /** Commits all changes, then closes the connection before the response. */
    AFTER_COMMIT;

    /** Returns the fault with a name in any case; empty if there is none. */
    public static Optional<ConnectionFault> named(String name) {
        return Arrays.stream(values())
                .filter(fault -> fault.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** Returns all names, for an error message about an unknown name. */
    public static String names() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** Returns whether the request is carried out, up to or including the commit. */
    boolean runs() {
        return this == BEFORE_COMMIT || this == AFTER_COMMIT;
    }
}
