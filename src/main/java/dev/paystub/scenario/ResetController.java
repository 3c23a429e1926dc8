package dev.paystub.scenario;

import dev.paystub.controlplane.ClockEntry;
import dev.paystub.controlplane.IsoTimes;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.engine.TestClock;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.security.AccountOpening;
import dev.paystub.world.AccountReset;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Replaces all state of the account by a scenario's. */
@RestController
@Tag(name = "Clock", description = "The account's time")
@RequestMapping("/sandbox")
@ControlPlane
class ResetController {

    private final AccountReset accountReset;
    private final TestClock testClock;
    private final Scenarios scenarios;

    ResetController(AccountReset accountReset, TestClock testClock, Scenarios scenarios) {
        this.accountReset = accountReset;
        this.testClock = testClock;
        this.scenarios = scenarios;
    }

    /**
     * Begins the account anew with a scenario that ends now, on real time, or at {@code
     * frozen_time}, at which the clock then stops.
     */
    @Operation(
            summary = "Begin the account anew",
            description =
                    "As a scenario leaves it, which ends now, or at frozen_time. The same scenario"
                            + " and frozen_time give the same bytes")
    @AccountOpening(AccountOpening.Mode.AS_IT_STANDS)
    @PostMapping("/reset")
    ClockEntry reset(
            @Parameter(description = "One of GET /sandbox/scenarios")
                    @RequestParam(defaultValue = Scenarios.DOCUMENTED)
                    String scenario,
            @RequestBody(required = false) @Nullable Reset request) {
        OwnerOnly.require();
        var frozenTime = request == null ? null : request.frozenTime();
        accountReset.reset(
                scenarios.get(scenario),
                frozenTime == null ? null : IsoTimes.instant("frozen_time", frozenTime));
        return ClockEntry.of(testClock.read());
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Reset(@Nullable String frozenTime) {}
}
