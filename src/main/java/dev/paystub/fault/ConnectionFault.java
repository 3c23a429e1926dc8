package dev.paystub.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Ways in which an answer does not arrive. The first four carry WireMock's names, and nothing is
 * done of what was asked; the other two differ in whether it was.
 */
public enum ConnectionFault {
    /** The connection is closed without a byte. */
    EMPTY_RESPONSE,
    /** A status line and headers, then no chunk, and the connection is closed. */
    MALFORMED_RESPONSE_CHUNK,
    /** What is no HTTP, and the connection is closed. */
    RANDOM_DATA_THEN_CLOSE,
    /** The connection is reset. */
    CONNECTION_RESET_BY_PEER,
    /** All is done but the commit, so nothing has happened; the connection is closed. */
    BEFORE_COMMIT,
    /** It has happened, and the connection is closed before the answer. */
    AFTER_COMMIT;

    /** The one of that name, in any case. */
    public static Optional<ConnectionFault> named(String name) {
        return Arrays.stream(values())
                .filter(fault -> fault.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** All names, for a person who has used another. */
    public static String names() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** Whether the request is carried out all the same, to the commit or beyond. */
    boolean runs() {
        return this == BEFORE_COMMIT || this == AFTER_COMMIT;
    }
}
