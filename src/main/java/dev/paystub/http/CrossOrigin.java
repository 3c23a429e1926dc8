package dev.paystub.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.CorsFilter;

/** The CORS rules of each surface: which web pages may call it. */
@Component
@EnableConfigurationProperties({CorsProperties.class, CorsProperties.Sandbox.class})
public class CrossOrigin {

    /** Response headers that a web page may read on every surface. */
    private static final List<String> MARKS =
            List.of(
                    "Paystub",
                    "X-Request-Id",
                    "Preference-Applied",
                    "Paystub-Contract",
                    "Paystub-Trace");

    private final CorsConfiguration open;
    private final CorsConfiguration chosen;
    private final Map<ApiSurface, CorsConfiguration> ofSurfaces = new HashMap<>();

    CrossOrigin(
            ApiSurfaces surfaces, CorsProperties allowed, CorsProperties.Sandbox sandboxAllowed) {
        this.open = new CorsConfiguration();
        open.setAllowedOriginPatterns(allowed.allowedOrigins());
        open.setAllowedMethods(
                List.of(CorsConfiguration.ALL)); // the API itself reports a wrong method
        open.setAllowedHeaders(
                List.of(
                        "X-API-Key",
                        "Authorization",
                        "Content-Type",
                        "Idempotency-Key",
                        "Prefer",
                        "X-Request-Id",
                        Exchange.OBSERVER));
        open.setMaxAge(Duration.ofHours(1));
        this.chosen = new CorsConfiguration(open);
        chosen.setAllowedOriginPatterns(sandboxAllowed.allowedOrigins());
        chosen.setExposedHeaders(MARKS);
        for (var surface : surfaces.all()) {
            if (surface.pages() == ApiSurface.Pages.ANY) {
                var own = new CorsConfiguration(open);
                surface.allowedHeaders().forEach(own::addAllowedHeader);
                own.setExposedHeaders(
                        Stream.concat(MARKS.stream(), surface.exposedHeaders().stream()).toList());
                ofSurfaces.put(surface, own);
            }
        }
    }

    /** Returns Spring's CORS filter for the surfaces that pages of other origins may call. */
    public CorsFilter filter() {
        return new CorsFilter(this::of) {
            @Override
            protected boolean shouldNotFilter(HttpServletRequest request) {
                return switch (Exchange.of(request).surface().pages()) {
                    case ANY, CHOSEN -> false;
                    case NONE, UNCHECKED -> true;
                };
            }
        };
    }

    private @Nullable CorsConfiguration of(HttpServletRequest request) {
        var surface = Exchange.of(request).surface();
        return switch (surface.pages()) {
            case ANY -> ofSurfaces.get(surface);
            case CHOSEN -> isOfChosenPage(request) ? chosen : null;
            case NONE, UNCHECKED -> null;
        };
    }

    /**
     * Returns whether a request comes from an allowed page and has a key or is a preflight request.
     */
    public boolean isOfChosenPage(HttpServletRequest request) {
        var origin = request.getHeader("Origin");
        return origin != null
                && chosen.checkOrigin(origin) != null
                && (CorsUtils.isPreFlightRequest(request)
                        || request.getHeader("X-API-Key") != null
                        || BearerToken.of(request) != null);
    }

    /** Lets a page of an allowed origin read a response that no filter chain has produced. */
    void allow(String origin, HttpServletResponse response) {
        var allowed = open.checkOrigin(origin);
        if (allowed != null) {
            response.setHeader("Access-Control-Allow-Origin", allowed);
            response.addHeader("Vary", "Origin");
        }
    }
}
