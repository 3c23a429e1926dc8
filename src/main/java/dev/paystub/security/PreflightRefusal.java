package dev.paystub.security;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.GuardStep;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsUtils;

/** Refuses preflight requests to surfaces that no page of another origin may call. */
@Component
class PreflightRefusal extends GuardStep {

    PreflightRefusal(ErrorFormats errorFormats) {
        super(errorFormats);
    }

    @Override
    public int getOrder() {
        return CREDENTIALS;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return surface.pages() == ApiSurface.Pages.NONE;
    }

    @Override
    protected @Nullable ApiError refusal(Exchange exchange, HttpServletRequest request) {
        return CorsUtils.isPreFlightRequest(request)
                ? new ApiError(
                        ApiError.Kind.FORBIDDEN,
                        "%s must not be called from a page of another origin"
                                .formatted(request.getRequestURI()))
                : null;
    }
}
