package dev.paystub.http;

import dev.paystub.http.Failure.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.util.ForwardedHeaderUtils;

/**
 * Sees requests as the proxy in front of it does, since links are made of that; refuses forwarding
 * headers that no proxy sends.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ForwardedHeaders extends ForwardedHeaderFilter {

    private static final Pattern BASE =
            Pattern.compile("https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?/?");
    private static final Pattern PREFIX = Pattern.compile("(/(?!\\.+(/|$))[A-Za-z0-9._~-]+)*/?");

    private final Dialects dialects;

    ForwardedHeaders(Dialects dialects) {
        this.dialects = dialects;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (makeSense(request)) {
            super.doFilterInternal(request, response, chain);
        } else {
            dialects.write(
                    request,
                    response,
                    new Failure(
                            Kind.INVALID,
                            "The headers Forwarded or X-Forwarded-* make no sense together"));
        }
    }

    private static boolean makeSense(HttpServletRequest request) {
        try {
            var headers = new ServletServerHttpRequest(request).getHeaders();
            var base =
                    ForwardedHeaderUtils.adaptFromForwardedHeaders(
                                    URI.create("http://localhost"), headers)
                            .build()
                            .toUriString();
            return BASE.matcher(base).matches()
                    && headers.getOrEmpty("X-Forwarded-Prefix").stream()
                            .flatMap(Pattern.compile("\\s*,\\s*")::splitAsStream)
                            .allMatch(prefix -> PREFIX.matcher(prefix).matches());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
