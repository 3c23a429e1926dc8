package dev.paystub.security;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.GuardStep;
import dev.paystub.kernel.OwnDelivery;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Protects the control plane from requests that a third party has directed here: web pages that
 * have pointed their host name at this server, and deliveries of Paystub's own webhooks.
 */
@Component
public class OwnNamesOnly extends GuardStep {

    private final HostNames names;

    OwnNamesOnly(ErrorFormats errorFormats, HostNames names) {
        super(errorFormats);
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
    protected @Nullable ApiError refusal(Exchange exchange, HttpServletRequest request) {
        if (isDelivery(request)) {
            return new ApiError(
                    Kind.FORBIDDEN, "A webhook's delivery is no caller of the control plane");
        }
        return names.foreign(request)
                .map(foreign ->
                        new ApiError(
                                Kind.FORBIDDEN,
                                "The control plane is not called '%s'; PAYSTUB_ALLOWED_HOSTS can list that name"
                                        .formatted(foreign)))
                .orElse(null);
    }

    public static boolean isDelivery(HttpServletRequest request) {
        return OwnDelivery.is(
                request.getHeader(OwnDelivery.HEADER), request.getHeader("User-Agent"));
    }
}
