package dev.paystub.cloudplans;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.contract.ApiDescription;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.models.GroupedOpenApi;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The OpenAPI document of the Cloud Plans API. */
@Configuration(proxyBeanMethods = false)
class CloudPlansOpenApi {

    private static final String DESCRIPTION =
            """
            An organization's subscription, payment links and billing history, after the Cloud Plans \
            billing document, and organizations, after the page beside it. Every body repeats the \
            HTTP status as `status`; an error gives its reason as `response`. The GETs read the same \
            parameters from a JSON body too, which OpenAPI has no good way to say.\
            """;

    /**
     * The body of an action that needs the organization only, with redirects for actions that open
     * a hosted page. Its name must come after that of {@link OfQuantity}: a generated TypeScript
     * client selects the first shape in alphabetical order whose required fields are present, and
     * sends no other fields.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OnlyOrganization(
            String orgId, @Nullable String successUrl, @Nullable String cancelUrl) {}

    /** The body of an action that sets a quantity. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfQuantity(
            String orgId,
            @io.swagger.v3.oas.annotations.media.Schema(minimum = "1", maximum = "10000")
                    int quantity,
            @Nullable String successUrl,
            @Nullable String cancelUrl) {}

    /** The body that names a new organization. */
    @JsonNaming(SnakeCaseStrategy.class)
    record OfName(String orgName) {}

    private static void describeBodies(OpenAPI document) {
        document.getPaths().values().stream()
                .map(PathItem::getGet)
                .filter(Objects::nonNull)
                .forEach(get -> get.setRequestBody(null));
        var bodies =
                Map.of(
                        "updateBilling",
                        new Schema<>()
                                .addOneOfItem(ApiDescription.reference(OfQuantity.class))
                                .addOneOfItem(ApiDescription.reference(OnlyOrganization.class)),
                        "createOrganization",
                        ApiDescription.reference(OfName.class));
        bodies.forEach((operation, schema) ->
                ApiDescription.operation(document, operation)
                        .getRequestBody()
                        .getContent()
                        .values()
                        .forEach(content -> content.setSchema(schema)));
        var schemas = document.getComponents().getSchemas();
        schemas.remove("Body");
        // Without this, a body with a quantity would match both shapes.
        schemas.computeIfPresent(
                "OnlyOrganization", (name, schema) -> schema.additionalProperties(false));
    }

    @Bean
    GroupedOpenApi cloudPlansApi() {
        return ApiDescription.of("cloudplans", "Cloud Plans billing", DESCRIPTION)
                .securedByBearer("bearer")
                .failingWith("application/json", ErrorBody.class)
                .failing(400, "A parameter is missing or invalid")
                .failing(401, "The token is missing, invalid or expired")
                .failing(403, "The role has not the right")
                .failing(404, "There is no such organization")
                .failing(409, "The present state or use does not allow it")
                .failing(415, "The body, or how it is encoded, is of a kind that is not read")
                .declaring(ErrorBody.class)
                .declaring(OnlyOrganization.class)
                .declaring(OfQuantity.class)
                .declaring(OfName.class)
                .beginningWith("updateBilling.getpaymentlink")
                .completedBy(CloudPlansOpenApi::describeBodies)
                .build("/v1/organizations/**");
    }
}
