package dev.paystub.sandbox;

import dev.paystub.http.ApiSecurity;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** The account is the caller's own, by either API's header; no other origin's page can drive it. */
@Configuration(proxyBeanMethods = false)
class SandboxSecurity {

    @Bean
    @Order(3)
    SecurityFilterChain sandboxChain(HttpSecurity http, ApiSecurity api) throws Exception {
        return api.sameOriginOnly(http, SandboxSecurity::key, "/sandbox/**");
    }

    private static @Nullable String key(HttpServletRequest request) {
        var key = request.getHeader("X-API-Key");
        return key != null ? key : ApiSecurity.bearer(request);
    }
}
