package dev.paystub.security;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.CrossOrigin;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.GuardStep;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsUtils;

/** Refuses changes that are requested by another site's page. */
@Component
class SameOriginStep extends GuardStep {

    private final CrossOrigin crossOrigin;

    SameOriginStep(ErrorFormats errorFormats, CrossOrigin crossOrigin) {
        super(errorFormats);
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
    protected @Nullable ApiError refusal(Exchange exchange, HttpServletRequest request) {
        return isRead(request) || isFromHere(request) || isOfChosenPage(exchange, request)
                ? null
                : new ApiError(
                        Kind.FORBIDDEN,
                        "This was sent from another site's page; nothing was changed");
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
