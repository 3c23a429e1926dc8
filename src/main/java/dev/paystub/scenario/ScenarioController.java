package dev.paystub.scenario;

import dev.paystub.kernel.ControlPlane;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lists the scenarios with which an account can begin. */
@RestController
@Tag(name = "Scenarios", description = "Stories that an account can begin with")
@RequestMapping("/sandbox/scenarios")
@ControlPlane
class ScenarioController {

    private final Scenarios scenarios;

    ScenarioController(Scenarios scenarios) {
        this.scenarios = scenarios;
    }

    @Operation(
            summary = "List scenarios, each with a sentence",
            description = "Those of the folder PAYSTUB_SCENARIOS_DIR among them")
    @GetMapping
    ScenarioList listScenarios() {
        return new ScenarioList(scenarios.all().stream().map(ScenarioEntry::of).toList());
    }

    record ScenarioList(List<ScenarioEntry> scenarios) {}

    record ScenarioEntry(String name, String description) {

        static ScenarioEntry of(Scenarios.Known known) {
            return new ScenarioEntry(known.name(), known.description());
        }
    }
}
