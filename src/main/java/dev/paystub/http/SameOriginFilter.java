package dev.paystub.http;

import dev.paystub.http.ApiError.Kind;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets nothing be changed by another site's page. */
class SameOriginFilter extends OncePerRequestFilter {

    private final ErrorFormats errorFormats;

    private final Predicate<HttpServletRequest> trusted;

    SameOriginFilter(ErrorFormats errorFormats) {
        this(errorFormats, request -> false);
    }

    /**
     * @param trusted requests that may come from anywhere
     */
    SameOriginFilter(ErrorFormats errorFormats, Predicate<HttpServletRequest> trusted) {
        this.errorFormats = errorFormats;
        this.trusted = trusted;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isRead(request) || isFromHere(request) || trusted.test(request)) {
            chain.doFilter(request, response);
        } else {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(
                            Kind.FORBIDDEN,
                            "This was sent from another site's page; nothing was changed"));
        }
    }

    private static boolean isRead(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod())
                || HttpMethod.HEAD.matches(request.getMethod());
    }

    /** A browser says where a form came from; what says nothing is no browser. */
    private static boolean isFromHere(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        return site == null ? isOfOrigin(request) : isSameSite(site);
    }

    private static boolean isSameSite(String site) {
        return site.equals("same-origin") || site.equals("none");
    }

    private static boolean isOfOrigin(HttpServletRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        return origin == null || !CorsUtils.isCorsRequest(request);
    }
}
