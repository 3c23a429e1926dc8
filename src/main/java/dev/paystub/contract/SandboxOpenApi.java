package dev.paystub.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.models.GroupedOpenApi;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document of the control plane. */
@Configuration(proxyBeanMethods = false)
class SandboxOpenApi {

    private static final String OPERATOR = "operator";

    private static final String DESCRIPTION =
            """
            What makes the sandbox a sandbox: the clock of the caller's account, its reset, and the \
            use of resources. Errors are problem details (RFC 9457).\
            """;

    @Bean
    GroupedOpenApi sandboxApi() {
        return ApiDescription.of("sandbox", "Paystub control plane", DESCRIPTION)
                .securedByKey("apiKey", "X-API-Key")
                .securedByBearer("bearer")
                .failingWith("application/problem+json", Problem.class)
                .failing(400, "The request is invalid")
                .failing(401, "The key is missing, malformed or invalid")
                .failing(402, "A card was refused")
                .failing(403, "The key only acts in a role of the account")
                .failing(404, "There is no such thing")
                .failing(409, "The present state does not allow it")
                .failing(410, "It has been there, and is no more")
                .failing(415, "The body, or how it is encoded, is of a kind that is not read")
                .knowing(
                        OPERATOR,
                        ApiDescription.bearer()
                                .description(
                                        "PAYSTUB_ADMIN_TOKEN; where none is set, callers on the"
                                                + " same machine need none"))
                .completedBy(SandboxOpenApi::complete)
                .declaring(Problem.class)
                .build("/sandbox/**");
    }

    private static void complete(OpenAPI document) {
        describeSecurity(document);
        // their responses differ from run to run, so that these are no example files
        addRequest(document, "createAccount", Map.of("key", "ci-3", "scenario", "overdue"));
        addRequest(document, "fork", Map.of("keys", List.of("ci-1", "ci-2")));
    }

    private static void addRequest(OpenAPI document, String operation, Map<String, ?> body) {
        ApiDescription.operation(document, operation)
                .getRequestBody()
                .getContent()
                .values()
                .forEach(content ->
                        content.addExamples(
                                "ci", new Example().value(new TreeMap<String, Object>(body))));
    }

    /** Replaces the security of operations that need no key or take the operator's token. */
    private static void describeSecurity(OpenAPI document) {
        document.getPaths()
                .forEach((path, operations) -> {
                    if (path.startsWith("/sandbox/provider-states")) {
                        operations.readOperations().forEach(SandboxOpenApi::needsNoKey);
                    } else if (path.startsWith("/sandbox/accounts")) {
                        operations.readOperations().forEach(SandboxOpenApi::needsTheOperator);
                    }
                });
    }

    /**
     * Without a key, these operations act on the default account; with one, on the key's account.
     */
    private static void needsNoKey(Operation operation) {
        operation.setSecurity(
                List.of(
                        new SecurityRequirement(),
                        new SecurityRequirement().addList("apiKey"),
                        new SecurityRequirement().addList("bearer")));
    }

    private static void needsTheOperator(Operation operation) {
        operation.setSecurity(List.of(new SecurityRequirement().addList(OPERATOR)));
    }

    /**
     * The schema of problem details as the sandbox sends them. Used for the description only. There
     * is no {@code instance} if the key was refused.
     *
     * @param oldest the cursor of the oldest event that is still available
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Problem(
            String title,
            int status,
            String detail,
            @Nullable String instance,
            @Nullable String oldest) {}
}
