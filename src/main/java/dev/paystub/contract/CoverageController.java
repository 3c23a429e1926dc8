package dev.paystub.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.account.EventSource;
import dev.paystub.account.Lifecycle;
import dev.paystub.controlplane.OwnerOnly;
import dev.paystub.http.ApiSurface;
import dev.paystub.http.ApiSurfaces;
import dev.paystub.kernel.ControlPlane;
import dev.paystub.kernel.DomainException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Reports how much of both billing APIs an account's traffic has exercised. The totals come from
 * the places that enforce them: the contract that every response is checked against, and the
 * lifecycles that every event must follow.
 */
@RestController
@Tag(name = "Coverage", description = "What of the APIs was exercised")
@RequestMapping("/sandbox/coverage")
@ControlPlane
class CoverageController {

    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,2}|100");

    private final Coverage coverage;
    private final OpenApiContract contract;
    private final List<String> documents;
    private final List<Lifecycle> lifecycles;

    CoverageController(
            Coverage coverage,
            OpenApiContract contract,
            ApiSurfaces surfaces,
            List<EventSource> modules) {
        this.coverage = coverage;
        this.contract = contract;
        this.documents =
                surfaces.all().stream()
                        .filter(ApiSurface::isSimulated)
                        .flatMap(surface -> Stream.ofNullable(surface.document()))
                        .toList();
        this.lifecycles = modules.stream().flatMap(module -> module.lifecycles().stream()).toList();
    }

    @Operation(
            summary = "See which operations, outcomes and transitions were exercised, out of all",
            description =
                    "Counts all traffic of the account, whatever was reset since. 417 when less"
                            + " than min percent was, as a gate for CI. The page beside the console"
                            + " shows the same")
    @ApiResponse(responseCode = "200", description = "OK")
    @ApiResponse(responseCode = "417", description = "Less than min percent was exercised")
    @GetMapping
    ResponseEntity<CoverageReport> readCoverage(
            @Parameter(
                            description = "The least percentage there must be",
                            schema = @Schema(type = "integer", minimum = "0", maximum = "100"))
                    @RequestParam(required = false)
                    @Nullable String min) {
        var report = report(coverage.exercised());
        var least = min == null ? 0 : percent(min);
        return ResponseEntity.status(
                        report.percent() < least ? HttpStatus.EXPECTATION_FAILED : HttpStatus.OK)
                .body(report);
    }

    @Operation(
            summary = "Forget what was exercised",
            description = "Coverage begins anew, as for a new run of tests")
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearCoverage() {
        OwnerOnly.require();
        coverage.clear();
    }

    private static int percent(String text) {
        if (!PERCENT.matcher(text).matches()) {
            throw new DomainException.Invalid("min must be a whole number from 0 to 100");
        }
        return Integer.parseInt(text);
    }

    private CoverageReport report(Set<String> exercised) {
        var operations =
                documented()
                        .flatMap(operation ->
                                operation.names().stream()
                                        .map(name ->
                                                new Covered(
                                                        operation.api(),
                                                        name,
                                                        exercised.contains(
                                                                Coverage.operation(name)))))
                        .toList();
        var outcomes =
                documented()
                        .flatMap(operation ->
                                operation.outcomes().stream()
                                        .map(outcome ->
                                                new Covered(
                                                        operation.id(),
                                                        outcome,
                                                        exercised.contains(
                                                                Coverage.outcome(
                                                                        operation.id(), outcome)))))
                        .toList();
        var transitions =
                lifecycles.stream()
                        .flatMap(lifecycle ->
                                lifecycle.steps().stream()
                                        .map(step ->
                                                new CoveredStep(
                                                        lifecycle.of(),
                                                        step.from(),
                                                        step.to(),
                                                        exercised.contains(
                                                                Coverage.transition(
                                                                        lifecycle, step)))))
                        .toList();
        var all =
                Stream.concat(
                                Stream.concat(operations.stream(), outcomes.stream())
                                        .map(Covered::covered),
                                transitions.stream().map(CoveredStep::covered))
                        .toList();
        var covered = (int) all.stream().filter(Boolean::booleanValue).count();
        return new CoverageReport(
                100 * covered / all.size(), covered, all.size(), operations, outcomes, transitions);
    }

    private Stream<OpenApiContract.Operation> documented() {
        return documents.stream().flatMap(api -> contract.operations(api).stream());
    }

    /** {@code percent} is rounded down. */
    record CoverageReport(
            int percent,
            int covered,
            int total,
            List<Covered> operations,
            List<Covered> outcomes,
            List<CoveredStep> transitions) {}

    /**
     * An operation of an API, or an outcome of an operation: a status, or {@code error} in a 200.
     */
    record Covered(String of, String name, boolean covered) {}

    /** A transition; {@code from} is null for the creation of an object. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record CoveredStep(String of, @Nullable String from, String to, boolean covered) {}
}
