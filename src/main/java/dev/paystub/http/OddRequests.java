package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import org.apache.tomcat.util.http.InvalidParameterException;

/** Requests that the servlet container cannot make sense of. */
final class OddRequests {

    static final Failure FAILURE =
            new Failure(
                    Kind.INVALID,
                    "The request is not valid HTTP: look for characters or escapes that are not"
                            + " allowed in its path, query or headers, and at its length");

    private OddRequests() {}

    static Failure wrongMethod(String method) {
        return new Failure(Kind.WRONG_METHOD, "Method %s is not allowed here".formatted(method));
    }

    /** What to say when all that is known is what kind of failure it is. */
    static Failure explain(Kind kind, String method) {
        return switch (kind) {
            case INTERNAL -> Failure.INTERNAL;
            case WRONG_METHOD -> wrongMethod(method);
            case NO_SUCH_ROUTE -> new Failure(kind, "There is no such path");
            default -> FAILURE;
        };
    }

    static boolean isAbout(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidParameterException) {
                return true;
            }
        }
        return false;
    }
}
