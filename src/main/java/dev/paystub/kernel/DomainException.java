package dev.paystub.kernel;

import java.util.Map;

/**
 * What the core says when something cannot be done: nothing has changed, and the message tells the
 * caller why. Each facade puts it in its own dialect.
 */
public abstract sealed class DomainException extends RuntimeException {

    /** Not sent anywhere as an object, so that it may be anything. */
    private final transient Map<String, Object> details;

    private DomainException(String message) {
        this(message, Map.of());
    }

    private DomainException(String message, Map<String, Object> details) {
        super(message, null, false, false);
        this.details = details;
    }

    /** What else there is to tell, by name, for a facade that can. */
    public Map<String, Object> details() {
        return details;
    }

    /** The thing asked for does not exist for this account. */
    public static final class NotFound extends DomainException {
        public NotFound(String message) {
            super(message);
        }
    }

    /** The request is fine, but the present state does not allow it. */
    public static final class Conflict extends DomainException {
        public Conflict(String message) {
            super(message);
        }

        public Conflict(String message, Map<String, Object> details) {
            super(message, details);
        }
    }

    /** What is asked for has been there, and is no more. */
    public static final class Gone extends DomainException {
        public Gone(String message, Map<String, Object> details) {
            super(message, details);
        }
    }

    /** The server is stopping: what was asked for was not done, or not to its end. */
    public static final class Stopping extends DomainException {
        public Stopping(String message) {
            super(message);
        }
    }

    /** There is no room for more of it; less, or an end of something else, would make some. */
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

    /** A card was refused; the message is the text Stripe shows a card holder. */
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
