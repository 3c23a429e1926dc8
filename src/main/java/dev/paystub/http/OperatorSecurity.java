package dev.paystub.http;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** The operator's routes, which see all accounts; no other origin's web page can drive them. */
@Configuration(proxyBeanMethods = false)
class OperatorSecurity {

    @Bean
    @Order(0)
    SecurityFilterChain operatorChain(
            HttpSecurity http, ErrorFormats errorFormats, OperatorAccess access) throws Exception {
        return ApiSecurity.lean(http)
                .securityMatcher("/sandbox/accounts", "/sandbox/accounts/**")
                .addFilterBefore(new NotStored(), AuthorizationFilter.class)
                .addFilterBefore(new SameOriginFilter(errorFormats), AuthorizationFilter.class)
                .addFilterBefore(access.operatorsOnly(), AuthorizationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }

    /** Numbers of all accounts together; whoever sets a token wants them kept, too. */
    @Bean
    @Order(0)
    SecurityFilterChain metricsChain(HttpSecurity http, OperatorAccess access) throws Exception {
        return ApiSecurity.lean(http)
                .securityMatcher("/actuator/prometheus", "/actuator/prometheus/**")
                .addFilterBefore(access.operatorsOnlyByToken(), AuthorizationFilter.class)
                .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .build();
    }
}
