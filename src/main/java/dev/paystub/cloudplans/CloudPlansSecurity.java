package dev.paystub.cloudplans;

import dev.paystub.http.ApiSurface;
import dev.paystub.http.BearerToken;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;

/**
 * Cloud Plans' API: where it is, and that its token comes as {@code Authorization: Bearer}.
 * Everything else below {@code /v1} is Stripe's. Its controllers check the rights of roles, for
 * which its document has words.
 */
@Configuration(proxyBeanMethods = false)
class CloudPlansSecurity {

    @Bean
    @Order(2)
    ApiSurface cloudPlansSurface(CloudPlansErrorFormat errors) {
        return ApiSurface.of("cloudplans", "/v1/organizations/**")
                .key(BearerToken::of)
                .keyHeaders("Authorization: Bearer %s")
                .errors(errors)
                .journalled()
                .document("cloudplans")
                .pages(ApiSurface.Pages.ANY)
                .exposedHeaders("Idempotency-Key", "Idempotent-Replayed")
                .simulated()
                .idempotent(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE)
                .build();
    }
}
