package dev.paystub.controlplane;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.BearerToken;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.operation.OperatorToken;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * The control plane of the caller's own account, whose key comes in either API's header. Of other
 * origins' pages, those can drive it that {@code PAYSTUB_SANDBOX_ALLOWED_ORIGINS} names.
 */
@Configuration(proxyBeanMethods = false)
class SandboxSecurity {

    @Bean
    @Order(3)
    ApiSurface controlPlaneSurface() {
        return surface("control plane", "/sandbox/**").build();
    }

    /** Reading the journal is not itself journalled. */
    @Bean
    @Order(3)
    ApiSurface requestJournalSurface() {
        return surface("request journal", "/sandbox/requests/**").notJournalled().build();
    }

    /** Events are sent as they come; the journal has the request when its stream has ended. */
    @Bean
    @Order(3)
    ApiSurface eventStreamSurface() {
        return surface("event stream", "/sandbox/events/stream").streamed().build();
    }

    /** Asked by verifiers of contracts, not all of which can send a key. */
    @Bean
    @Order(3)
    ApiSurface providerStatesSurface(@Value("${paystub.accounts.default-key}") String defaultKey) {
        return surface("provider states", "/sandbox/provider-states")
                .key(request -> {
                    var sent = key(request);
                    return sent == null ? defaultKey : sent;
                })
                .build();
    }

    private static ApiSurface.Builder surface(String name, String path) {
        return ApiSurface.of(name, path)
                .key(SandboxSecurity::key)
                .journalled()
                .document("sandbox")
                .pages(ApiSurface.Pages.CHOSEN)
                .sameOriginOnly();
    }

    private static @Nullable String key(HttpServletRequest request) {
        var apiKey = request.getHeader("X-API-Key");
        return apiKey != null ? apiKey : BearerToken.of(request);
    }

    @Bean
    ExchangeStep oneKeyOnly(ErrorFormats errorFormats, OperatorToken operator) {
        return new OneKeyOnly(errorFormats, operator);
    }

    /** Either API's header will do; two that say different things are refused. */
    private static final class OneKeyOnly implements ExchangeStep {

        private final ErrorFormats errorFormats;
        private final OperatorToken operator;

        OneKeyOnly(ErrorFormats errorFormats, OperatorToken operator) {
            this.errorFormats = errorFormats;
            this.operator = operator;
        }

        @Override
        public int getOrder() {
            return CREDENTIALS;
        }

        @Override
        public boolean concerns(ApiSurface surface) {
            return "sandbox".equals(surface.document());
        }

        @Override
        public void handle(
                Exchange exchange,
                HttpServletRequest request,
                HttpServletResponse response,
                FilterChain next)
                throws ServletException, IOException {
            var apiKey = request.getHeader("X-API-Key");
            var bearer = BearerToken.of(request);
            if (apiKey == null
                    || bearer == null
                    || apiKey.strip().equals(bearer.strip())
                    || operator.isSent(request)) {
                next.doFilter(request, response);
            } else {
                errorFormats.write(
                        request,
                        response,
                        new ApiError(
                                Kind.UNAUTHENTICATED,
                                "Unauthorized: X-API-Key and Authorization have different keys"));
            }
        }
    }
}
