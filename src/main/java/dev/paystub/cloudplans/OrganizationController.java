package dev.paystub.cloudplans;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Role;
import dev.paystub.cloudplans.Parameters.Body;
import dev.paystub.subscription.OrganizationView;
import dev.paystub.subscription.Subscribing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * {@code /v1/organizations}: lists and creates organizations (a sibling of the Billing page), which
 * is the source of their ids.
 */
@RestController
@Tag(name = "Organizations", description = "Who subscribes")
@RequestMapping("/v1/organizations")
class OrganizationController {

    private static final int OK = 200;

    /** The caller's email address. Users are identified by email, and the sandbox has one user. */
    private static final String OWNER = "owner@example.com";

    private final Subscribing subscribing;

    OrganizationController(Subscribing subscribing) {
        this.subscribing = subscribing;
    }

    @Operation(
            operationId = "listOrganizations",
            summary = "List organizations",
            description = "All of the account, with how many resources each uses")
    @Parameter(
            name = "action",
            in = ParameterIn.QUERY,
            description = "May be left out",
            schema = @Schema(type = "string", allowableValues = "list"))
    @GetMapping("/list")
    OrganizationList list(HttpServletRequest query) {
        new Parameters(query, null).requireAction("list");
        Permission.LIST_ORGANIZATIONS.require();
        var role = CurrentAccount.role();
        return new OrganizationList(
                OK,
                new Organizations(
                        subscribing.list().stream()
                                .map(organization -> OrganizationEntry.of(organization, role))
                                .toList()));
    }

    @Operation(
            operationId = "createOrganization",
            summary = "Create a free organization",
            description =
                    "The name comes as org_name, in the body or in the query; the answer has the"
                            + " id")
    @Parameter(
            name = "action",
            in = ParameterIn.QUERY,
            description = "May be left out",
            schema = @Schema(type = "string", allowableValues = "create"))
    @Parameter(
            name = "org_name",
            in = ParameterIn.QUERY,
            description = "Its name, unless the body says it",
            schema = @Schema(type = "string"))
    @PostMapping("/create")
    Created create(HttpServletRequest query, @RequestBody(required = false) @Nullable Body body) {
        var parameters = new Parameters(query, body);
        parameters.requireAction("create");
        Permission.CREATE_ORGANIZATION.require();
        var organization = subscribing.create(parameters.organizationName(), OWNER);
        return new Created(OK, new CreatedOrganization(organization.id()));
    }

    record OrganizationList(int status, Organizations data) {}

    record Organizations(List<OrganizationEntry> organizations) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record OrganizationEntry(
            String orgId, String orgName, String role, String owner, int resources) {

        static OrganizationEntry of(OrganizationView organization, Role role) {
            var name = role.name();
            return new OrganizationEntry(
                    organization.id(),
                    organization.name(),
                    name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT),
                    organization.owner(),
                    organization.resources());
        }
    }

    record Created(int status, CreatedOrganization response) {}

    record CreatedOrganization(String id) {}
}
