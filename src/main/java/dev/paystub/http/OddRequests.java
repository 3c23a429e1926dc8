package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import org.apache.tomcat.util.http.InvalidParameterException;

/** Requests that the servlet container cannot make sense of. */
final class OddRequests {

    static final Failure FAILURE =
            new Failure(
                    Kind.INVALID, "The path or query has characters or escapes that are not valid");

    private OddRequests() {}

    static boolean isAbout(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidParameterException) {
                return true;
            }
        }
        return false;
    }
}
