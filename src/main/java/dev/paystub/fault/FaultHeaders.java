package dev.paystub.fault;

import dev.paystub.kernel.DomainException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Validates the headers that a rule sets. Every header is allowed, except for the framing of the
 * connection and the headers that the server itself sets.
 */
final class FaultHeaders {

    private static final int MOST = 20;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 1000;

    /** The name of a header (RFC 9110, 5.6.2). */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++");

    /** A value that cannot be misread: no line ends and no control characters. */
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]*+");

    /**
     * Headers for framing and the connection (RFC 9110, 7.6.1), and those that describe the
     * response.
     */
    private static final List<String> RESERVED =
            List.of(
                    "connection",
                    "content-length",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "idempotent-replayed",
                    "paystub",
                    "paystub-contract",
                    "preference-applied",
                    "x-request-id");

    private FaultHeaders() {}

    /**
     * Returns the headers of a rule.
     *
     * @throws DomainException.Invalid if one of the headers is not allowed
     */
    static Map<String, String> of(@Nullable Map<String, @Nullable String> given) {
        if (given == null) {
            return Map.of();
        }
        if (given.size() > MOST) {
            throw new DomainException.Invalid("headers may be at most %d".formatted(MOST));
        }
        var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        var headers = new LinkedHashMap<String, String>();
        given.forEach((name, value) -> {
            requireName(name);
            if (!names.add(name)) {
                throw new DomainException.Invalid("headers has %s twice".formatted(name));
            }
            headers.put(name, value(name, value));
        });
        return headers;
    }

    private static void requireName(String name) {
        if (name.length() > LONGEST_NAME || !TOKEN.matcher(name).matches()) {
            throw new DomainException.Invalid(
                    "headers: '%s' is not the name of a header, such as Retry-After, of at most %d characters"
                            .formatted(name, LONGEST_NAME));
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new DomainException.Invalid(
                    "headers must not have %s, which the server itself sets".formatted(name));
        }
    }

    private static String value(String name, @Nullable String value) {
        if (value == null || value.length() > LONGEST_VALUE || !VALUE.matcher(value).matches()) {
            throw new DomainException.Invalid(
                    "headers.%s must be printable ASCII without line ends, at most %d characters"
                            .formatted(name, LONGEST_VALUE));
        }
        if (name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
            requireMediaType(value);
        }
        return value.strip();
    }

    private static void requireMediaType(String value) {
        try {
            var type = MediaType.parseMediaType(value);
            var charset = type.getCharset();
            if (type.isConcrete() && (charset == null || charset.canEncode())) {
                return;
            }
        } catch (InvalidMediaTypeException e) {
            throw noMediaType(e.getMessage());
        }
        throw noMediaType("'%s' is none that a body can have".formatted(value));
    }

    private static DomainException noMediaType(@Nullable String why) {
        return new DomainException.Invalid(
                "headers.Content-Type must be a media type such as text/html: %s".formatted(why));
    }

    static boolean hasContentType(Map<String, String> headers) {
        return headers.keySet().stream().anyMatch(HttpHeaders.CONTENT_TYPE::equalsIgnoreCase);
    }
}
