package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Reads request bodies into memory, up to the limit, and decompresses them within the same limit.
 * Refuses a body or query with the character U+0000, because PostgreSQL cannot store it.
 */
@Component
public class BodyLimit {

    private static final DataSize LEAST = DataSize.ofKilobytes(1);

    /** The largest limit: as much as the container reads and discards before an error is sent. */
    private static final DataSize MOST = DataSize.ofMegabytes(64);

    private final int most;

    BodyLimit(@Value("${paystub.http.max-body}") DataSize limit) {
        if (limit.compareTo(LEAST) < 0 || limit.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "PAYSTUB_HTTP_MAX_BODY is %d bytes, but must be from 1KB to 64MB"
                            .formatted(limit.toBytes()));
        }
        this.most = Math.toIntExact(limit.toBytes());
    }

    /** Thrown if the body of a request is not accepted; holds the error to report. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient ApiError failure;

        private Refused(ApiError failure) {
            super(failure.message());
            this.failure = failure;
        }

        private Refused(Kind kind, String message) {
            this(new ApiError(kind, message));
        }

        ApiError failure() {
            return failure;
        }
    }

    /** Returns the request with its body in memory, or the request itself if it has no body. */
    HttpServletRequest read(Exchange exchange, HttpServletRequest request)
            throws IOException, Refused {
        var query = request.getQueryString();
        if (query != null && query.contains("%00")) {
            throw new Refused(Kind.INVALID, "The query must not contain the character U+0000");
        }
        var hasBody =
                request.getContentLengthLong() > 0
                        || request.getHeader("Transfer-Encoding") != null;
        if (!hasBody) {
            return isOfAnyType(request) ? new Untyped(request) : request;
        }
        var body = decoded(request, limited(request.getInputStream()));
        exchange.receive(body);
        if (body.length == 0) {
            return new Buffered(isOfAnyType(request) ? new Untyped(request) : request, body);
        }
        if (isOfAnyType(request)) {
            throw new Refused(
                    Kind.NOT_JSON,
                    "Content-Type %s does not name the type of the body: send one such as"
                                    .formatted(request.getContentType())
                            + " application/json");
        }
        requireNoNul(body, isForm(request));
        return new Buffered(request, body);
    }

    private byte[] limited(InputStream in) throws IOException, Refused {
        var body = in.readNBytes(most + 1);
        if (body.length > most) {
            throw new Refused(
                    Kind.TOO_LARGE,
                    "The body is larger than %d bytes (PAYSTUB_HTTP_MAX_BODY)".formatted(most));
        }
        return body;
    }

    private byte[] decoded(HttpServletRequest request, byte[] sent) throws Refused {
        var encoding = encoding(request);
        return switch (encoding) {
            case "" -> sent;
            case "gzip", "x-gzip" -> inflated(sent);
            default -> throw new Refused(unsupported(encoding));
        };
    }

    private byte[] inflated(byte[] sent) throws Refused {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return limited(in);
        } catch (IOException e) {
            throw new Refused(
                    Kind.INVALID,
                    "The body is not valid gzip, though Content-Encoding: gzip says so");
        }
    }

    /** Returns the encoding of a body in lower case; empty if the body is not encoded. */
    public static String encoding(HttpServletRequest request) {
        var sent = String.join(",", Collections.list(request.getHeaders("Content-Encoding")));
        var encoding = sent.strip().toLowerCase(Locale.ROOT);
        return encoding.equals("identity") ? "" : encoding;
    }

    public static ApiError unsupported(String encoding) {
        return new ApiError(
                Kind.NOT_JSON,
                "Content-Encoding %s is not supported here: send the body as it is, or JSON in gzip"
                        .formatted(encoding));
    }

    /** Returns whether the content type has a wildcard, which only {@code Accept} may have. */
    private static boolean isOfAnyType(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.split(";", 2)[0].contains("*");
    }

    static boolean isForm(HttpServletRequest request) {
        var type = request.getContentType();
        return type != null && type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    /** Finds U+0000 as a byte and as the escape of a form or of JSON. */
    private static void requireNoNul(byte[] body, boolean form) throws Refused {
        var escape = form ? "%00" : "u0000";
        var text = new String(body, StandardCharsets.ISO_8859_1);
        var found = text.indexOf('\0') >= 0;
        for (var at = text.indexOf(escape); at >= 0 && !found; at = text.indexOf(escape, at + 1)) {
            found = form || isEscaped(text, at);
        }
        if (found) {
            throw new Refused(Kind.INVALID, "The body must not contain the character U+0000");
        }
    }

    /** Returns whether an odd number of backslashes precedes a position. */
    private static boolean isEscaped(String text, int at) {
        var first = at;
        while (first > 0 && text.charAt(first - 1) == '\\') {
            first--;
        }
        return (at - first) % 2 == 1;
    }

    /**
     * Hides the {@code Content-Type} of a request without a body, because a wildcard there makes
     * code that parses headers fail.
     */
    private static final class Untyped extends HttpServletRequestWrapper {

        Untyped(HttpServletRequest request) {
            super(request);
        }

        private static boolean isHidden(String name) {
            return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE);
        }

        @Override
        public @Nullable String getContentType() {
            return null;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isHidden(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.enumeration(
                    Collections.list(super.getHeaderNames()).stream()
                            .filter(name -> !isHidden(name))
                            .toList());
        }
    }

    private static final class Buffered extends HttpServletRequestWrapper {

        private final byte[] body;

        Buffered(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            var bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    return bytes.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException(
                            "Read at once; nothing here is asynchronous");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(
                    new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
