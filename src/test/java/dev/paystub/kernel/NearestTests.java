package dev.paystub.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTests {

    private static final List<String> KNOWN = List.of("events", "frozen_time", "url", "duplicate");

    @ParameterizedTest
    @CsvSource({
        "event, events",
        "evnets, events",
        "frozenTime, frozen_time",
        "FROZEN-TIME, frozen_time",
        "frozen, ",
        "uri, url",
        "duplicat, duplicate",
        "x, ",
        "secret, "
    })
    void fewestCorrectionsDecide(String name, String meant) {
        assertThat(Nearest.to(name, KNOWN).orElse(null)).isEqualTo(meant);
    }

    @Test
    void whatIsLongerThanAnyNameIsNearNone() {
        assertThat(Nearest.to("event".repeat(100_000), KNOWN)).isEmpty();
    }
}
