package dev.paystub.journal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Headers in the journal: a line each, the values of credentials, cookies and signatures hidden.
 * The number and length of what is kept are limited.
 */
final class Headers {

    /** The longest stored part of all headers of a message, in characters. */
    static final int LONGEST = 4_000;

    private static final int LONGEST_VALUE = 1_000;
    private static final String LINE = "\n";
    private static final String NAME_END = ": ";

    private static final List<String> SECRETS =
            List.of(
                    "auth",
                    "cookie",
                    "api-key",
                    "apikey",
                    "secret",
                    "token",
                    "password",
                    "credential",
                    "jwt",
                    "session",
                    "signature",
                    "-sig");

    /** Words before a credential that are none themselves (RFC 9110, 11.4). */
    private static final Set<String> SCHEMES = Set.of("basic", "bearer", "digest");

    /** Headers of responses that only name what a client may send. */
    private static final List<String> PUBLIC = List.of("www-authenticate", "access-control-");

    /** Names that were looked at before; callers could send any number of others. */
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 1_000;
    private static final int LONGEST_KNOWN = 40;

    private Headers() {}

    /** Returns the headers of a request. */
    static String of(HttpServletRequest request) {
        var lines = new StringBuilder();
        var names = request.getHeaderNames();
        while (names.hasMoreElements() && lines.length() < LONGEST) {
            var name = names.nextElement();
            var values = request.getHeaders(name);
            var first = values.nextElement();
            if (values.hasMoreElements()) {
                var all = new ArrayList<>(List.of(first));
                values.asIterator().forEachRemaining(all::add);
                add(lines, name, String.join(", ", all));
            } else {
                add(lines, name, first);
            }
        }
        return text(lines);
    }

    /** Returns the headers of a response that are set by now. */
    static String of(HttpServletResponse response) {
        var lines = new StringBuilder();
        var type = response.getContentType();
        if (type != null) {
            add(lines, "Content-Type", type);
        }
        for (var name : response.getHeaderNames()) {
            if (lines.length() >= LONGEST) {
                break;
            }
            if (!name.equalsIgnoreCase("Content-Type")) {
                add(lines, name, value(response.getHeaders(name)));
            }
        }
        return text(lines);
    }

    private static String value(Collection<String> values) {
        return values.size() == 1 ? values.iterator().next() : String.join(", ", values);
    }

    private static void add(StringBuilder lines, String name, @Nullable String value) {
        var shown = value == null ? "" : shown(name, value);
        lines.append(name)
                .append(NAME_END)
                .append(shown, 0, Math.min(shown.length(), LONGEST_VALUE))
                .append('\n');
    }

    private static String text(StringBuilder lines) {
        // the container refuses line breaks in headers; other control characters are of no use
        return Journal.cut(lines.toString(), LONGEST);
    }

    private static String shown(String name, String value) {
        if (isSecret(name)) {
            var end = value.indexOf(' ');
            var scheme = end < 0 ? "" : value.substring(0, end);
            return SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)) ? scheme + " ***" : "***";
        }
        var query = value.indexOf('?');
        return query < 0
                ? value
                : value.substring(0, query + 1) + Redaction.form(value.substring(query + 1));
    }

    private static boolean isSecret(String name) {
        var known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        var plain = name.toLowerCase(Locale.ROOT);
        var secret =
                PUBLIC.stream().noneMatch(plain::startsWith)
                        && SECRETS.stream().anyMatch(plain::contains);
        if (name.length() <= LONGEST_KNOWN && KNOWN.size() < MOST_KNOWN) {
            KNOWN.put(name, secret);
        }
        return secret;
    }

    /** Returns headers by name, in the order in which they were sent. */
    static Map<String, String> read(@Nullable String lines) {
        if (lines == null || lines.isEmpty()) {
            return Map.of();
        }
        var headers = new LinkedHashMap<String, String>();
        for (var line : lines.split(LINE, -1)) {
            var end = line.indexOf(NAME_END);
            if (end > 0) {
                headers.putIfAbsent(line.substring(0, end), line.substring(end + 2));
            }
        }
        return Collections.unmodifiableMap(headers);
    }
}
