package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Explains errors in requests that the servlet container cannot parse. */
public final class MalformedRequests {

    /** The error when no more precise cause is known. */
    static final ApiError FAILURE =
            new ApiError(
                    Kind.INVALID,
                    "The request is not valid HTTP, or its query or form cannot be decoded");

    private static final Pattern REQUEST_LINE = Pattern.compile("\\S{1,40} \\S+ HTTP/[0-9.]+");
    private static final Pattern ESCAPE = Pattern.compile("[0-9A-Fa-f]{2}");

    /** The error when the container cannot read the body to its end. */
    static final ApiError BODY =
            new ApiError(
                    Kind.INVALID,
                    "The body ends too early, or its chunks are none: each begins with its length"
                            + " in hexadecimal digits (Transfer-Encoding: chunked)");

    /** A method or the name of a header (RFC 9110, 5.6.2). */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final String NOT_IN_A_TARGET = "\"<>\\^`{|}";

    private MalformedRequests() {}

    static ApiError wrongMethod(String method) {
        return new ApiError(Kind.WRONG_METHOD, "Method %s is not allowed here".formatted(method));
    }

    /** Returns an error when only its kind is known. */
    static ApiError explain(Kind kind, String method, String path) {
        return switch (kind) {
            case INTERNAL -> ApiError.INTERNAL;
            case WRONG_METHOD -> wrongMethod(method);
            case NO_SUCH_ROUTE -> noSuchPath(method, path);
            default -> FAILURE;
        };
    }

    static ApiError noSuchPath(String method, String path) {
        var slash =
                path.length() > 1 && path.endsWith("/") ? ": leave out the slash at its end" : "";
        return new ApiError(
                Kind.NO_SUCH_ROUTE, "There is no %s %s%s".formatted(method, path, slash));
    }

    /** Returns the error for a path that is not in its plain form and therefore leads nowhere. */
    public static ApiError oddPath(String method, String path) {
        return new ApiError(
                Kind.NO_SUCH_ROUTE,
                "There is no %s %s: a path must have no %s"
                        .formatted(method, path, oddPart(path.toLowerCase(Locale.ROOT))));
    }

    private static String oddPart(String path) {
        if (path.contains("//")) {
            return "empty part";
        }
        if (path.contains("/./")
                || path.contains("/../")
                || path.endsWith("/.")
                || path.endsWith("/..")) {
            return "part . or ..";
        }
        if (path.contains(";") || path.contains("%3b")) {
            return "semicolon";
        }
        if (Stream.of("%2f", "%5c", "%25", "%2e").anyMatch(path::contains)) {
            return "encoded /, \\, % or .";
        }
        return "control character";
    }

    /** Returns the error for a query or form that the container cannot decode into parameters. */
    static ApiError parameters(@Nullable String query) {
        var wrong = query == null ? null : escapes(query);
        return new ApiError(
                Kind.INVALID,
                wrong == null
                        ? "The query or the form cannot be decoded as UTF-8, or has too many fields"
                        : "The query is not valid: " + wrong);
    }

    /**
     * Explains the error in a request that was refused before it could be parsed.
     *
     * @param head the received first lines, one character for each byte
     * @param values returns the value of a header, as far as it was parsed; parsing moves values
     *     within the received bytes, so they are not read from {@code head}
     */
    static ApiError refused(int status, String head, Function<String, @Nullable String> values) {
        return new ApiError(Kind.INVALID, cause(status, head, values));
    }

    private static String cause(
            int status, String head, Function<String, @Nullable String> values) {
        var end = head.indexOf("\r\n\r\n");
        var lines = Arrays.asList(head.substring(0, end < 0 ? head.length() : end).split("\r?\n"));
        var first = lines.getFirst();
        if (status == 505) {
            return "The version of HTTP is not supported: send HTTP/1.1";
        }
        if (status == 501) {
            return "Transfer-Encoding %s is not supported: send chunked, or Content-Length"
                    .formatted(values.apply("Transfer-Encoding"));
        }
        if (!REQUEST_LINE.matcher(first).matches()) {
            return end < 0 && first.length() > 1_000
                    ? "The first line of the request is too long"
                    : "The first line of the request must be METHOD, path and HTTP/1.1, with one"
                            + " space between; a space in the path is written %20";
        }
        var method = first.split(" ", -1)[0];
        if (!TOKEN.matcher(method).matches()) {
            return "'%s' is not a method such as GET".formatted(method);
        }
        var inTarget = target(first.split(" ", -1)[1]);
        if (inTarget != null) {
            return inTarget;
        }
        var inHeaders = headers(lines.subList(1, lines.size()), end >= 0, values);
        if (inHeaders != null) {
            return inHeaders;
        }
        return end < 0 ? "The headers of the request are too long" : FAILURE.message();
    }

    private static @Nullable String target(String target) {
        for (var at = 0; at < target.length(); at++) {
            var c = target.charAt(at);
            if (c <= ' ' || c >= 127 || NOT_IN_A_TARGET.indexOf(c) >= 0) {
                return "The path or the query contains %s, which must be written %%%02X"
                        .formatted(
                                c > ' ' && c < 127 ? c : "a byte that is not ASCII text", (int) c);
            }
        }
        var wrong = escapes(target);
        if (wrong != null) {
            return "The path or the query is not valid: " + wrong;
        }
        var query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        var upper = path.toUpperCase(Locale.ROOT);
        if (upper.contains("%2F") || upper.contains("%5C")) {
            return "The path is not valid: it contains an encoded %s"
                    .formatted(upper.contains("%2F") ? "slash (%2F)" : "backslash (%5C)");
        }
        return StringUtils.cleanPath(path).startsWith("/..")
                ? "The path leads above the root"
                : null;
    }

    private static @Nullable String escapes(String text) {
        for (var at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
            var escape = text.substring(at + 1, Math.min(at + 3, text.length()));
            if (!ESCAPE.matcher(escape).matches()) {
                return "%%%s is not an escape such as %%20".formatted(escape);
            }
            if (escape.equals("00")) {
                return "it contains the character U+0000 (%00)";
            }
        }
        return null;
    }

    private static @Nullable String headers(
            List<String> lines, boolean whole, Function<String, @Nullable String> values) {
        var hosts = 0;
        for (var line : lines) {
            var colon = line.indexOf(':');
            var name = colon < 0 ? line : line.substring(0, colon);
            if (colon <= 0 || !TOKEN.matcher(name).matches()) {
                return whole
                        ? "A header must have the form 'Name: value', not '%s'".formatted(name)
                        : null;
            }
            var value = line.substring(colon + 1).strip();
            if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
                return "The header %s contains a control character".formatted(name);
            }
            if (name.equalsIgnoreCase("Content-Length") && !DIGITS.matcher(value).matches()) {
                return "Content-Length must be a number of bytes, not '%s'"
                        .formatted(values.apply(name));
            }
            if (name.equalsIgnoreCase("Host")) {
                hosts++;
            }
        }
        if (!whole) {
            return null;
        }
        if (hosts != 1) {
            return hosts == 0
                    ? "The header Host is required"
                    : "The header Host is given more than once";
        }
        var host = String.valueOf(values.apply("Host"));
        return HOST.matcher(host).matches()
                ? null
                : "The header Host must be a name or an address, perhaps with a port, not '%s'"
                        .formatted(host);
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
