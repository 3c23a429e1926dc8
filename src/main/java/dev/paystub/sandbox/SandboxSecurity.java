package dev.paystub.sandbox;

import dev.paystub.http.ApiSecurity;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

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
    SecurityFilterChain sandboxChain(HttpSecurity http, ApiSecurity api) throws Exception {
        return api.chosenOriginsOnly(http, this::key, "/sandbox/**");
    }

    private @Nullable String key(HttpServletRequest request) {
        var apiKey = request.getHeader("X-API-Key");
        var key = apiKey != null ? apiKey : ApiSecurity.bearer(request);
        return key == null && request.getServletPath().equals(PROVIDER_STATES) ? defaultKey : key;
    }
}
