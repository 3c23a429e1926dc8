package dev.paystub.http;

import dev.paystub.kernel.DomainException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, before a dialect puts it into words of its own.
 *
 * @param refusal what the module said, for a dialect that can tell more of it than the message
 * @param status the HTTP status that names it best
 */
public record ApiError(Kind kind, String message, @Nullable DomainException refusal, int status) {

    private static final int LONGEST_MESSAGE = 400;

    public ApiError(Kind kind, String message) {
        this(kind, message, null, kind.status());
    }

    public ApiError(Kind kind, String message, @Nullable DomainException refusal) {
        this(kind, message, refusal, kind.status());
    }

    /** What a caller or a rule of the account asked for, to see what becomes of it. */
    public static ApiError onPurpose(int status) {
        return new ApiError(
                Kind.ON_PURPOSE,
                "Status %d, as asked for: nothing was done".formatted(status),
                null,
                status);
    }

    /** A message may repeat what was sent: as much of it as is of use, and nothing unprintable. */
    public ApiError {
        var printable = message.replaceAll("[\\p{Cc}\\p{Cs}]", "?");
        message =
                printable.length() <= LONGEST_MESSAGE
                        ? printable
                        : printable.substring(0, LONGEST_MESSAGE) + "...";
    }

    /** Kinds of failure, with the HTTP status that names them best. */
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
        /** An idempotency key came with another request than its first. */
        KEY_REUSED(400),
        /** The request with this idempotency key is running. */
        KEY_IN_USE(409),
        TOO_LARGE(413),
        NOT_JSON(415),
        FULL(429),
        /** Somebody asked for it; the failure has a status of its own. */
        ON_PURPOSE(500),
        /** A change was made and undone, because somebody asked for it. */
        UNDONE(503),
        /** The server is stopping, and ends what is under way. */
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

    /** A module's refusal, as a failure of the kind that names it best. */
    public static ApiError of(DomainException refusal) {
        var kind =
                switch (refusal) {
                    case DomainException.NotFound notFound -> Kind.NOT_FOUND;
                    case DomainException.Conflict conflict -> Kind.CONFLICT;
                    case DomainException.Gone gone -> Kind.GONE;
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
