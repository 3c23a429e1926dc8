package dev.paystub.security;

import dev.paystub.http.ApiSurface;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Tells caches and browsers not to store the response. */
@Component
class NotStored implements ExchangeStep {

    @Override
    public int getOrder() {
        return BEFORE_CORS;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return !surface.isStored();
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, ErrorFormats.NO_STORE);
        next.doFilter(request, response);
    }
}
