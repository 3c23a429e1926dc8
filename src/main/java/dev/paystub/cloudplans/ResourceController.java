package dev.paystub.cloudplans;

import static dev.paystub.http.FieldNames.require;

import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import dev.paystub.subscription.Subscribing;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Sets the number of resources that an organization uses, as their scheduler would. */
@RestController
@Tag(name = "Resources", description = "What organizations use")
@RequestMapping("/sandbox/organizations")
@ControlPlane
class ResourceController {

    private final Subscribing subscribing;

    ResourceController(Subscribing subscribing) {
        this.subscribing = subscribing;
    }

    /** Refused when the subscription, or its absence, does not allow so many. */
    @Operation(
            summary = "Set how many resources an organization uses",
            description =
                    "As scheduling them would: no more than the subscription, or the free plan,"
                            + " allows")
    @PutMapping("/{orgId}/resources")
    ResourcesInUse setResources(
            @Parameter(example = "1001", schema = @Schema(type = "string")) @PathVariable
                    String orgId,
            @RequestBody SetResources request) {
        OwnerOnly.require();
        if (request.resources() < 0) {
            throw new DomainException.Invalid("resources must not be negative");
        }
        var organization = subscribing.setResources(orgId, request.resources());
        return new ResourcesInUse(
                organization.id(),
                organization.resources(),
                subscribing.resourceLimit(organization));
    }

    record SetResources(Integer resources) {
        SetResources {
            require("resources", resources);
        }
    }

    /** The number of resources in use, and the number allowed. */
    @JsonNaming(SnakeCaseStrategy.class)
    record ResourcesInUse(String orgId, int resources, int limit) {}
}
