package dev.paystub.kernel;

import java.util.Map;

/**
 * Thrown by the domain when a request cannot be carried out. The transaction is rolled back, so
 * nothing has changed, and the message tells the caller why. Each API's error format decides how it
 * looks on the wire.
 */
public abstract sealed class DomainException extends RuntimeException {

    /**
     * Transient because exceptions are serializable and these values need not be; no exception is
     * ever serialized here.
     */
    private final transient Map<String, Object> details;

    private DomainException(String message) {
        this(message, Map.of());
    }

    private DomainException(String message, Map<String, Object> details) {
        super(message, null, false, false);
        this.details = details;
    }

    /** Returns further facts by name, for an API whose error format has room for them. */
    public Map<String, Object> details() {
        return details;
    }

    /** The requested object does not exist in this account. */
    public static final class NotFound extends DomainException {
        public NotFound(String message) {
            super(message);
        }
    }

    /** The request is valid, but the current state does not allow it. */
    public static final class Conflict extends DomainException {
        public Conflict(String message) {
            super(message);
        }

        public Conflict(String message, Map<String, Object> details) {
            super(message, details);
        }
    }

    /** The requested object existed once and has been removed. */
    public static final class Gone extends DomainException {
        public Gone(String message, Map<String, Object> details) {
            super(message, details);
        }
    }

    /** The caller's role does not allow it; the message names what it lacks. */
    public static final class Forbidden extends DomainException {
        public Forbidden(String message) {
            super(message);
        }
    }

    /** The server is stopping: the request was not carried out, or not completely. */
    public static final class Stopping extends DomainException {
        public Stopping(String message) {
            super(message);
        }
    }

    /**
     * A limit is reached. A smaller request succeeds, or this one after something else has been
     * removed.
     */
    public static final class Full extends DomainException {
        public Full(String message) {
            super(message);
        }
    }

    /** The request itself is wrong. */
    public static non-sealed class Invalid extends DomainException {
        public Invalid(String message) {
            super(message);
        }
    }

    /** A card was declined. The message is the text that Stripe shows to a card holder. */
    public static non-sealed class Declined extends DomainException {
        public Declined(String message) {
            super(message);
        }
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
