package dev.paystub.controlplane;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.BearerToken;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.Exchange;
import dev.paystub.http.ExchangeStep;
import dev.paystub.http.GuardStep;
import dev.paystub.operation.OperatorToken;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * The surfaces of the control plane, which acts on the account of the caller's key. The key may
 * come in the header of either API. Pages of other origins may call it only if {@code
 * PAYSTUB_SANDBOX_ALLOWED_ORIGINS} allows them.
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

    /** Nor is following it. */
    @Bean
    @Order(3)
    ApiSurface requestStreamSurface() {
        return surface("request stream", "/sandbox/requests/stream")
                .notJournalled()
                .streamed()
                .build();
    }

    /** Events are sent as they occur; the journal records the request when its stream has ended. */
    @Bean
    @Order(3)
    ApiSurface eventStreamSurface() {
        return surface("event stream", "/sandbox/events/stream").streamed().build();
    }

    /** Called by contract verifiers, some of which cannot send a key; they use the default key. */
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
                .keyHeaders("X-API-Key: %s", "Authorization: Bearer %s")
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

    /** Accepts a key in the header of either API; refuses two headers with different keys. */
    private static final class OneKeyOnly extends GuardStep {

        private final OperatorToken operator;

        OneKeyOnly(ErrorFormats errorFormats, OperatorToken operator) {
            super(errorFormats);
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
        protected @Nullable ApiError refusal(Exchange exchange, HttpServletRequest request) {
            var apiKey = request.getHeader("X-API-Key");
            var bearer = BearerToken.of(request);
            return apiKey == null
                            || bearer == null
                            || apiKey.strip().equals(bearer.strip())
                            || operator.isSent(request)
                    ? null
                    : new ApiError(
                            Kind.UNAUTHENTICATED,
                            "Unauthorized: X-API-Key and Authorization have different keys");
        }
    }
}
