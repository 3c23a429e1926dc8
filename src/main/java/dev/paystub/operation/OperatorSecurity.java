package dev.paystub.operation;

import dev.paystub.http.ApiSurface;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The operator's routes, which see all accounts; no other origin's web page can drive them. */
@Configuration(proxyBeanMethods = false)
class OperatorSecurity {

    static final String ACCOUNTS = "operator";
    static final String METRICS = "metrics";

    /** Journalled as the control plane is, but they open no account. */
    @Bean
    ApiSurface operatorSurface() {
        return ApiSurface.of(ACCOUNTS, "/sandbox/accounts/**")
                .journalled()
                .notStored()
                .sameOriginOnly()
                .build();
    }

    /** Numbers of all accounts together; whoever sets a token wants them kept, too. */
    @Bean
    ApiSurface metricsSurface() {
        return ApiSurface.of(METRICS, "/actuator/prometheus/**").build();
    }
}
