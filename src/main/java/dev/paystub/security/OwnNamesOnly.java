package dev.paystub.security;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.kernel.OwnDelivery;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;

/**
 * Protects the control plane from requests that a third party has directed here: web pages that
 * have pointed their host name at this server, and deliveries of Paystub's own webhooks.
 */
@Component
public class OwnNamesOnly implements ExchangeStep {

    private final ErrorFormats errorFormats;
    private final HostNames names;

    OwnNamesOnly(ErrorFormats errorFormats, HostNames names) {
        this.errorFormats = errorFormats;
        this.names = names;
    }

    @Override
    public int getOrder() {
        return BEFORE_CORS + 20;
    }

    @Override
    public boolean concerns(ApiSurface surface) {
        return surface.pages() == ApiSurface.Pages.CHOSEN;
    }

    @Override
    public void handle(
            Exchange exchange,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain next)
            throws ServletException, IOException {
        var foreign = names.foreign(request);
        if (isDelivery(request)) {
            refuse(request, response, "A webhook's delivery is no caller of the control plane");
        } else if (foreign.isPresent()) {
            refuse(
                    request,
                    response,
                    "The control plane is not called '%s'; PAYSTUB_ALLOWED_HOSTS can list that name"
                            .formatted(foreign.get()));
        } else {
            next.doFilter(request, response);
        }
    }

    public static boolean isDelivery(HttpServletRequest request) {
        return OwnDelivery.is(
                request.getHeader(OwnDelivery.HEADER), request.getHeader("User-Agent"));
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String why)
            throws IOException {
        errorFormats.write(request, response, new ApiError(Kind.FORBIDDEN, why));
    }
}
