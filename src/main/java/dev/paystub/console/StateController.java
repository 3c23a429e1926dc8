package dev.paystub.console;

import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.controlplane.QueryParameters;
import dev.paystub.kernel.ControlPlane;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Returns the whole state of an account at one instant, for the console and for tests. */
@RestController
@Tag(name = "State", description = "All of the account at one instant")
@RequestMapping("/sandbox/state")
@ControlPlane
class StateController {

    private static final String LIMIT = "50";
    private static final int MOST = 1000;

    private final StateReader reader;

    StateController(StateReader reader) {
        this.reader = reader;
    }

    @Operation(
            operationId = "readState",
            summary = "Read the state of the whole account at one instant",
            description =
                    "Balance, ledger, invoices, services, cards, crypto payments, hosted pages,"
                            + " organizations, the clock, and how many faults, webhooks and"
                            + " snapshots there are; each list is newest first")
    @GetMapping
    AccountState read(
            @Parameter(
                            description = "The maximum number of entries of each list",
                            schema =
                                    @Schema(
                                            type = "integer",
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = LIMIT))
                    @RequestParam(defaultValue = LIMIT)
                    String limit) {
        OwnerOnly.require();
        return reader.read(QueryParameters.number("limit", limit, 1, MOST));
    }
}
