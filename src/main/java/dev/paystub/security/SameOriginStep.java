package dev.paystub.security;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.CrossOrigin;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsUtils;

/** Refuses changes that are requested by another site's page. */
@Component
class SameOriginStep implements ExchangeStep {

    private final ErrorFormats errorFormats;

    private final CrossOrigin crossOrigin;

    SameOriginStep(ErrorFormats errorFormats, CrossOrigin crossOrigin) {
        this.errorFormats = errorFormats;
        this.crossOrigin = crossOrigin;
    }

    @Override
    public int getOrder() {
        return BEFORE_CORS + 30;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return surface.isSameOriginOnly();
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        if (isRead(request) || isFromHere(request) || isOfChosenPage(exchange, request)) {
            next.doFilter(request, response);
        } else {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(
                            Kind.FORBIDDEN,
                            "This was sent from another site's page; nothing was changed"));
        }
    }

    /**
     * Returns whether the surface allows pages of other origins and the request is from one of
     * these.
     */
    private boolean isOfChosenPage(Exchange exchange, HttpServletRequest request) {
        return exchange.surface().pages() == ApiSurface.Pages.CHOSEN
                && crossOrigin.isOfChosenPage(request);
    }

    private static boolean isRead(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod())
                || HttpMethod.HEAD.matches(request.getMethod());
    }

    /**
     * Returns whether the request comes from this site or from no browser at all. Browsers send the
     * origin of a form; a request without one is not from a browser.
     */
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
