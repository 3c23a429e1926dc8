package dev.paystub.puregpu;

import dev.paystub.http.ApiSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Reads the API key from {@code X-API-Key}. */
@Configuration(proxyBeanMethods = false)
class PureGpuSecurity {

    @Bean
    @Order(1)
    SecurityFilterChain pureGpuChain(HttpSecurity http, ApiSecurity api) throws Exception {
        return api.openToRoles(
                http, request -> request.getHeader("X-API-Key"), "/billing/**", "/services/**");
    }
}
