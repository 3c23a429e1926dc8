package dev.paystub.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;
import tools.jackson.databind.JsonNode;

/** One thing that a scenario does. */
sealed interface Step {

    /** Where it is written. */
    SourceLocation place();

    /** The clock moves on. */
    record Advance(SourceLocation place, PeriodDuration by) implements Step {}

    /**
     * A request; path and body may refer to earlier answers.
     *
     * @param as the name under which the answer is known
     * @param expect the status it must have; null when it must not be refused
     */
    record Call(
            SourceLocation place,
            String method,
            String path,
            @Nullable JsonNode body,
            @Nullable String as,
            @Nullable Integer expect)
            implements Step {}

    /** Steps that are done so many times. */
    record Repeat(SourceLocation place, int times, List<Step> steps) implements Step {}
}
