package dev.paystub.http;

import dev.paystub.kernel.DomainException;
import org.jspecify.annotations.Nullable;

/**
 * An error of a request, independent of the format in which an API reports it.
 *
 * @param refusal the exception behind the error, for an {@link ErrorFormat} that reports more than
 *     its message; null when there is none
 * @param status the HTTP status that fits the error best
 */
public record ApiError(Kind kind, String message, @Nullable DomainException refusal, int status) {

    private static final int LONGEST_MESSAGE = 400;

    public ApiError(Kind kind, String message) {
        this(kind, message, null, kind.status());
    }

    public ApiError(Kind kind, String message, @Nullable DomainException refusal) {
        this(kind, message, refusal, kind.status());
    }

    /** Returns the error of a request that fails because a caller or a fault rule asked for it. */
    public static ApiError onPurpose(int status) {
        return new ApiError(
                Kind.ON_PURPOSE,
                "Status %d, as asked for: nothing was done".formatted(status),
                null,
                status);
    }

    /** Replaces unprintable characters in the message, which may repeat input, and shortens it. */
    public ApiError {
        var printable = message.replaceAll("[\\p{Cc}\\p{Cs}]", "?");
        message =
                printable.length() <= LONGEST_MESSAGE
                        ? printable
                        : printable.substring(0, LONGEST_MESSAGE) + "...";
    }

    /** Kinds of error, each with the HTTP status that fits it best. */
    public enum Kind {
        INVALID(400),
        UNAUTHENTICATED(401),
        DECLINED(402),
        FORBIDDEN(403),
        NOT_FOUND(404),
        NO_SUCH_ROUTE(404),
        WRONG_METHOD(405),
        CONFLICT(409),
        GONE(410),
        /** The idempotency key was first used with a different request. */
        KEY_REUSED(400),
        /** A request with this idempotency key is still running. */
        KEY_IN_USE(409),
        TOO_LARGE(413),
        NOT_JSON(415),
        FULL(429),
        /** The request fails on purpose; the error has a status of its own. */
        ON_PURPOSE(500),
        /** The change was made and rolled back on purpose. */
        UNDONE(503),
        /** The server is stopping and ends the requests that are running. */
        STOPPING(503),
        INTERNAL(500);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }

        static Kind ofStatus(int status) {
            return switch (status) {
                case 401 -> UNAUTHENTICATED;
                case 403 -> FORBIDDEN;
                case 404 -> NO_SUCH_ROUTE;
                case 405, 501 -> WRONG_METHOD;
                case 413 -> TOO_LARGE;
                case 415 -> NOT_JSON;
                default -> status < 500 ? INVALID : INTERNAL;
            };
        }
    }

    /** Returns the error for an exception of the domain. */
    public static ApiError of(DomainException refusal) {
        var kind =
                switch (refusal) {
                    case DomainException.NotFound notFound -> Kind.NOT_FOUND;
                    case DomainException.Conflict conflict -> Kind.CONFLICT;
                    case DomainException.Gone gone -> Kind.GONE;
                    case DomainException.Forbidden forbidden -> Kind.FORBIDDEN;
                    case DomainException.Stopping stopping -> Kind.STOPPING;
                    case DomainException.Full full -> Kind.FULL;
                    case DomainException.Invalid invalid -> Kind.INVALID;
                    case DomainException.Declined declined -> Kind.DECLINED;
                };
        return new ApiError(kind, refusal.getMessage(), refusal);
    }

    static final ApiError INTERNAL =
            new ApiError(Kind.INTERNAL, "Internal server error; the server's log says more");
}
