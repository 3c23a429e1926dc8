package dev.paystub.security;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsUtils;

/** Refuses preflight requests to surfaces that no page of another origin may call. */
@Component
class PreflightRefusal implements ExchangeStep {

    private final ErrorFormats errorFormats;

    PreflightRefusal(ErrorFormats errorFormats) {
        this.errorFormats = errorFormats;
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
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        if (CorsUtils.isPreFlightRequest(request)) {
            errorFormats.write(
                    request,
                    response,
                    new ApiError(
                            ApiError.Kind.FORBIDDEN,
                            "%s must not be called from a page of another origin"
                                    .formatted(request.getRequestURI())));
        } else {
            next.doFilter(request, response);
        }
    }
}
