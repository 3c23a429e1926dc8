package dev.paystub.controlplane;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.paystub.engine.TestClock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The clock of an account. {@code frozen_time} is null while the clock runs. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ClockEntry(String now, @Nullable String frozenTime) {

    public static ClockEntry of(TestClock.Reading reading) {
        var frozen = reading.frozen();
        return new ClockEntry(
                IsoTimes.text(reading.now()), frozen == null ? null : IsoTimes.text(frozen));
    }
}
