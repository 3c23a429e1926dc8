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
 * A pattern of requests. Each segment of the path is a literal, or {@code *} or {@code {name}} for
 * any one segment; {@code **} at the end stands for any number of segments. The parameters after a
 * question mark must be in the query. Spring's own patterns also accept regular expressions, with
 * which one request can occupy a processor forever; they are not accepted here. Each pattern is
 * compiled once.
 */
public final class RequestPattern {

    private static final int LONGEST = 500;
    private static final int MOST_COMPILED = 1000;
    private static final String ANY = "*";
    private static final String ALL = "**";

    /** Possessive, so that a caller's text cannot cause backtracking. */
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
     * Returns the pattern that a text describes.
     *
     * @throws DomainException.Invalid if the text is not a valid pattern
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

    /** Returns whether a request matches; the path may be escaped, the query is undecoded. */
    public boolean matches(String requestPath, @Nullable String query) {
        try {
            return path.matches(PathContainer.parsePath(requestPath))
                    && (parameters.isEmpty()
                            || Set.of(distinct(query == null ? "" : query))
                                    .containsAll(parameters));
        } catch (IllegalArgumentException escapedWrongly) {
            return false; // a path that the container refused, or that the journal has cut
        }
    }

    private static String[] distinct(String query) {
        return Arrays.stream(query.split("&", -1)).distinct().toArray(String[]::new);
    }
}
