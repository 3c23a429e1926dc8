package dev.paystub.operation;

import dev.paystub.http.ApiSurface;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The surfaces for operators, which cover all accounts. No web page of another origin can use them.
 */
@Configuration(proxyBeanMethods = false)
class OperatorSecurity {

    static final String ACCOUNTS = "operator";
    static final String METRICS = "metrics";

    /** Journalled as the control plane is, but requests open no account. */
    @Bean
    ApiSurface operatorSurface() {
        return ApiSurface.of(ACCOUNTS, "/sandbox/accounts/**")
                .journalled()
                .notStored()
                .sameOriginOnly()
                .build();
    }

    /** Metrics of all accounts together. {@link OperatorAccess} protects them if a token is set. */
    @Bean
    ApiSurface metricsSurface() {
        return ApiSurface.of(METRICS, "/actuator/prometheus/**").build();
    }
}
