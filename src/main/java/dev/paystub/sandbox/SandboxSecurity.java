package dev.paystub.sandbox;

import dev.paystub.http.ApiError;
import dev.paystub.http.ApiError.Kind;
import dev.paystub.http.ApiSecurity;
import dev.paystub.http.ErrorFormats;
import dev.paystub.http.OperatorAccess;
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
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The account is the caller's own, by either API's header; of other origins' pages, those can drive
 * it that {@code PAYSTUB_SANDBOX_ALLOWED_ORIGINS} names.
 */
@Configuration(proxyBeanMethods = false)
class SandboxSecurity {

    /** Asked by verifiers of contracts, not all of which can send a key. */
    private static final String PROVIDER_STATES = "/sandbox/provider-states";

    private final String defaultKey;

    SandboxSecurity(@Value("${paystub.accounts.default-key}") String defaultKey) {
        this.defaultKey = defaultKey;
    }

    @Bean
    @Order(3)
    SecurityFilterChain sandboxChain(
            HttpSecurity http, ApiSecurity api, ErrorFormats errorFormats, OperatorAccess access)
            throws Exception {
        http.addFilterBefore(new OneKeyOnly(errorFormats, access), AuthorizationFilter.class);
        return api.chosenOriginsOnly(http, this::key, "/sandbox/**");
    }

    /** Either API's header will do; two that say different things are refused. */
    private static final class OneKeyOnly extends OncePerRequestFilter {

        private final ErrorFormats errorFormats;
        private final OperatorAccess access;

        OneKeyOnly(ErrorFormats errorFormats, OperatorAccess access) {
            this.errorFormats = errorFormats;
            this.access = access;
        }

        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            var apiKey = request.getHeader("X-API-Key");
            var bearer = ApiSecurity.bearer(request);
            if (apiKey == null
                    || bearer == null
                    || apiKey.strip().equals(bearer.strip())
                    || access.isSent(request)) {
                chain.doFilter(request, response);
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

    private @Nullable String key(HttpServletRequest request) {
        var apiKey = request.getHeader("X-API-Key");
        var key = apiKey != null ? apiKey : ApiSecurity.bearer(request);
        return key == null && request.getServletPath().equals(PROVIDER_STATES) ? defaultKey : key;
    }
}
