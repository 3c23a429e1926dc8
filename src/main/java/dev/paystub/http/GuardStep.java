package dev.paystub.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A step that refuses some requests and lets all others pass. */
public abstract class GuardStep implements ExchangeStep {

    private final ErrorFormats errorFormats;

    protected GuardStep(ErrorFormats errorFormats) {
        this.errorFormats = errorFormats;
    }

    /** Returns the error of a request that is refused; null if the request passes. */
    protected abstract @Nullable ApiError refusal(Exchange exchange, HttpServletRequest request);

    @Override
    public final void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        var refusal = refusal(exchange, request);
        if (refusal == null) {
            next.doFilter(request, response);
        } else {
            errorFormats.write(request, response, refusal);
        }
    }
}
