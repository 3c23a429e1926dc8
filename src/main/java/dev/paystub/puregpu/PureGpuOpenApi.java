package dev.paystub.puregpu;

import dev.paystub.contract.ApiDescription;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import org.springdoc.core.models.GroupedOpenApi;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document of the PureGPU API. */
@Configuration(proxyBeanMethods = false)
class PureGpuOpenApi {

    private static final String DESCRIPTION =
            """
            Cards, crypto payments, products, orders, funds, invoices and balance, after the PureGPU \
            billing document, and services, after the page beside it. A user error is HTTP 200 too: \
            `result` is `error`, `message` says why, and nothing has changed.\
            """;

    @Bean
    GroupedOpenApi pureGpuApi() {
        return ApiDescription.of("puregpu", "PureGPU billing", DESCRIPTION)
                .securedByKey("apiKey", "X-API-Key")
                .failingWith("application/json", ErrorResult.class)
                .failing(401, "The key is missing, malformed or invalid")
                .failing(409, "The request with this Idempotency-Key is still running")
                .failing(415, "The body, or how it is encoded, is of a kind that is not read")
                .completedBy(PureGpuOpenApi::addUserErrors)
                .build("/billing/**", "/services/**");
    }

    /**
     * Makes each response one object for success and error alike, because generated clients break
     * on a choice of two.
     */
    private static void addUserErrors(OpenAPI document) {
        var schemas = document.getComponents().getSchemas();
        schemas.put("ErrorResult", errorResult());
        document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(operation -> operation.getResponses().get("200"))
                .flatMap(ok -> ok.getContent().values().stream())
                .map(content -> content.getSchema().get$ref())
                .distinct()
                .map(reference -> schemas.get(reference.substring(reference.lastIndexOf('/') + 1)))
                .forEach(PureGpuOpenApi::addUserError);
    }

    private static void addUserError(Schema<?> answer) {
        answer.addProperty("result", result("success", "error"));
        answer.addProperty("message", text().description("Why, when result is error"));
        answer.setRequired(List.of("result"));
    }

    private static Schema<?> errorResult() {
        var schema = new Schema<>(SpecVersion.V31);
        schema.addType("object");
        schema.addProperty("result", result("error"));
        schema.addProperty("message", text().description("Why"));
        schema.setRequired(List.of("result", "message"));
        return schema;
    }

    private static Schema<?> result(Object... values) {
        @SuppressWarnings("unchecked")
        var schema = (Schema<Object>) text();
        schema.setEnum(List.of(values));
        return schema;
    }

    private static Schema<?> text() {
        var schema = new Schema<>(SpecVersion.V31);
        schema.addType("string");
        return schema;
    }
}
