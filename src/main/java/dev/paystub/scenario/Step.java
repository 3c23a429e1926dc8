package dev.paystub.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;
import tools.jackson.databind.JsonNode;

/** One step of a scenario. */
sealed interface Step {

    /** The line where the step is written. */
    SourceLocation place();

    /** Advances the clock. */
    record Advance(SourceLocation place, PeriodDuration by) implements Step {}

    /**
     * A request; path and body may refer to earlier responses.
     *
     * @param as the name given to the response
     * @param expect the status that the response must have; null accepts every success
     */
    record Call(
            SourceLocation place,
            String method,
            String path,
            @Nullable JsonNode body,
            @Nullable String as,
            @Nullable Integer expect)
            implements Step {}

    /** Runs its steps {@code times} times. */
    record Repeat(SourceLocation place, int times, List<Step> steps) implements Step {}
}
