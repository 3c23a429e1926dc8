package dev.paystub.kernel;

/**
 * What the core says when something cannot be done: nothing has changed, and the message tells the
 * caller why. Each facade puts it in its own dialect.
 */
public abstract sealed class Refusal extends RuntimeException {

    private Refusal(String message) {
        super(message, null, false, false);
    }

    /** The thing asked for does not exist for this account. */
    public static final class NotFound extends Refusal {
        public NotFound(String message) {
            super(message);
        }
    }

    /** The request is fine, but the present state does not allow it. */
    public static final class Conflict extends Refusal {
        public Conflict(String message) {
            super(message);
        }
    }

    /** The request itself is wrong. */
    public static non-sealed class Invalid extends Refusal {
        public Invalid(String message) {
            super(message);
        }
    }

    /** A card was refused; the message is the text Stripe shows a card holder. */
    public static non-sealed class Declined extends Refusal {
        public Declined(String message) {
            super(message);
        }
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
