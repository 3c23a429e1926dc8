package dev.paystub.cloudplans;

import dev.paystub.http.ApiSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Reads the token from {@code Authorization: Bearer}. The other paths below {@code /v1} belong to
 * the stand-in of Stripe's API.
 */
@Configuration(proxyBeanMethods = false)
class CloudPlansSecurity {

    @Bean
    @Order(2)
    SecurityFilterChain cloudPlansChain(HttpSecurity http, ApiSecurity api) throws Exception {
        return api.open(http, ApiSecurity::bearer, "/v1/organizations/**");
    }
}
