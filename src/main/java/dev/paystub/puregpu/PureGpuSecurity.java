package dev.paystub.puregpu;

import dev.paystub.http.ApiSurface;
import dev.paystub.security.BillingRights;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;

/** PureGPU's API: where it is, and that its key comes in {@code X-API-Key}. */
@Configuration(proxyBeanMethods = false)
class PureGpuSecurity {

    @Bean
    @Order(1)
    ApiSurface pureGpuSurface(PureGpuErrorFormat errors) {
        return ApiSurface.of("puregpu", "/billing/**", "/services/**")
                .key(request -> request.getHeader("X-API-Key"))
                .keyHeaders("X-API-Key: %s")
                .errors(errors, "/billing", "/services")
                .journalled()
                .document("puregpu")
                .pages(ApiSurface.Pages.ANY)
                .exposedHeaders("Idempotency-Key", "Idempotent-Replayed")
                .simulated()
                .rights(new BillingRights())
                .idempotent(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE)
                .build();
    }
}
