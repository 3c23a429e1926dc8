package dev.paystub.http;

import dev.paystub.kernel.DomainException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.util.ConcurrentLruCache;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Which requests a caller means: a path whose segments are texts, {@code *} or {@code {name}} for
 * any one segment, and at its end {@code **} for any number of them; after a question mark the
 * parameters that the query must have. Spring's own patterns know regular expressions too, by which
 * one request can keep a processor busy for ever; none of these are accepted. Each pattern is
 * compiled once.
 */
public final class RequestPattern {

    private static final int LONGEST = 500;
    private static final int MOST_COMPILED = 1000;
    private static final String ANY = "*";
    private static final String ALL = "**";

    /** Possessive, since this is a caller's text. */
    private static final Pattern NAMED = Pattern.compile("\\{[A-Za-z_][A-Za-z0-9_-]*+}");

    private static final Pattern TEXT = Pattern.compile("[^*{}\\\\\\p{Cntrl}]*+");

    private static final ConcurrentLruCache<String, RequestPattern> COMPILED =
            new ConcurrentLruCache<>(MOST_COMPILED, RequestPattern::compiled);

    private final PathPattern path;
    private final List<String> parameters;

    private RequestPattern(PathPattern path, List<String> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    /**
     * @throws Refusal.Invalid when it is no such pattern
     */
    public static RequestPattern of(String text) {
        return COMPILED.get(text);
    }

    private static RequestPattern compiled(String text) {
        if (!text.startsWith("/") || text.length() > LONGEST) {
            throw new DomainException.Invalid(
                    "path must begin with / and have at most %d characters, such as"
                                    .formatted(LONGEST)
                            + " /billing/** or"
                            + " /v1/organizations/billing/update?action=cancelsubscription");
        }
        var mark = text.indexOf('?');
        var segments = (mark < 0 ? text : text.substring(0, mark)).substring(1).split("/", -1);
        for (var i = 0; i < segments.length; i++) {
            requireSegment(segments[i], i == segments.length - 1);
        }
        var plain =
                Arrays.stream(segments)
                        .map(segment -> NAMED.matcher(segment).matches() ? ANY : segment)
                        .collect(Collectors.joining("/", "/", ""));
        return new RequestPattern(
                PathPatternParser.defaultInstance.parse(plain),
                mark < 0 ? List.of() : List.of(text.substring(mark + 1).split("&", -1)));
    }

    private static void requireSegment(String segment, boolean last) {
        var known =
                segment.equals(ANY)
                        || (segment.equals(ALL) && last)
                        || NAMED.matcher(segment).matches()
                        || TEXT.matcher(segment).matches();
        if (!known) {
            throw new DomainException.Invalid(
                    "path has '%s': a pattern knows * and {name} for one segment, and ** at its end for any number of them"
                            .formatted(segment));
        }
    }

    /** Whether a request is meant; the path may be escaped, the query is as it was sent. */
    public boolean matches(String requestPath, @Nullable String query) {
        try {
            return path.matches(PathContainer.parsePath(requestPath))
                    && (parameters.isEmpty()
                            || Set.of(distinct(query == null ? "" : query))
                                    .containsAll(parameters));
        } catch (IllegalArgumentException escapedWrongly) {
            return false; // what the container has refused, or a path that was cut to be kept
        }
    }

    private static String[] distinct(String query) {
        return Arrays.stream(query.split("&", -1)).distinct().toArray(String[]::new);
    }
}
