package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.util.ForwardedHeaderUtils;

/**
 * Applies the forwarding headers of a proxy to the request, because links are built from them.
 * Refuses forwarding headers that give no valid address.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ForwardedHeaders extends ForwardedHeaderFilter {

    private static final URI LOCALHOST = URI.create("http://localhost");
    private static final InetSocketAddress HERE =
            InetSocketAddress.createUnresolved("localhost", 0);
    private static final Pattern BASE =
            Pattern.compile("https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?/?");
    private static final Pattern PREFIX =
            Pattern.compile("(?:/(?!\\.{1,9}+(?:/|$))[A-Za-z0-9._~-]++)*+/?");

    /** Longer than any sensible path, and shorter than the limit on all headers together. */
    private static final int LONGEST_PREFIX = 1000;

    private final ErrorFormats errorFormats;

    ForwardedHeaders(ErrorFormats errorFormats) {
        this.errorFormats = errorFormats;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (makeSense(request)) {
            super.doFilterInternal(request, response, chain);
        } else {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(
                            Kind.INVALID,
                            "The headers Forwarded or X-Forwarded-* do not give a valid address of"
                                    + " this server"));
        }
    }

    private static boolean makeSense(HttpServletRequest request) {
        try {
            var headers = new ServletServerHttpRequest(request).getHeaders();
            var base =
                    ForwardedHeaderUtils.adaptFromForwardedHeaders(LOCALHOST, headers)
                            .build()
                            .toUriString();
            // both throw if the header has no valid address
            var unusedFor = ForwardedHeaderUtils.parseForwardedFor(LOCALHOST, headers, HERE);
            var unusedBy = ForwardedHeaderUtils.parseForwardedBy(LOCALHOST, headers, HERE);
            return BASE.matcher(base).matches()
                    && headers.getOrEmpty("X-Forwarded-Prefix").stream()
                            .flatMap(sent -> Stream.of(sent.split(",", -1)))
                            .map(String::strip)
                            .allMatch(prefix ->
                                    prefix.length() <= LONGEST_PREFIX
                                            && PREFIX.matcher(prefix).matches());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
