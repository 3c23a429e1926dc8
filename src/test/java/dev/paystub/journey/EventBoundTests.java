package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.RunningServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code PAYSTUB_EVENTS_MAX}: the oldest events are deleted, and readers are told about the gap.
 */
@Tag("postgres-full")
class EventBoundTests {

    private static final int MAX = 50;

    @Test
    void oldestEventsAreLetGo() {
        try (var database = OwnDatabase.named("event_bound")) {
            boundHolds(database.environment());
        }
    }

    private static void boundHolds(Map<String, Object> database) {
        var environment = new HashMap<>(database);
        environment.put("PAYSTUB_EVENTS_MAX", String.valueOf(MAX));
        try (var server = RunningServer.start(environment)) {
            var early = Caller.frozenAt(server.port(), "2024-06-09T15:23:43.444Z");
            var customer = Customer.of(early);
            customer.order(1, "hourly", "by-the-hour").succeeds();
            String cursor = early.get("/sandbox/events").expect(200).at("$.next");
            var both = Caller.frozenAt(server.port(), "2024-06-09T15:23:43.444Z");
            Customer.of(both).order(1, "hourly", "by-the-hour").succeeds();

            var advanced = early.advance("PT120H");

            assertThat(advanced.<Integer>at("$.effects_total")).isEqualTo(120);
            assertThat(advanced.<List<?>>at("$.effects")).hasSize(120);
            var kept = early.get("/sandbox/events").expect(200);
            assertThat(kept.<List<?>>at("$.events")).hasSizeBetween(MAX, MAX + MAX / 10);
            for (var lost : List.of(cursor, "0", "1")) {
                String oldest =
                        early.get("/sandbox/events?after=" + lost).expect(410).at("$.oldest");
                assertThat(early.get("/sandbox/events?after=" + oldest).expect(200).body())
                        .isEqualTo(kept.body());
            }
            assertThat(early.get("/sandbox/events/stream?limit=1&after=0").expect(410).status())
                    .isEqualTo(410);
            // The kept events do not depend on the steps in which time advanced.
            IntStream.range(0, 40).forEach(i -> both.advance("PT3H"));
            assertThat(both.get("/sandbox/events").body()).isEqualTo(kept.body());
            assertThat(Books.of(server.dataSource(), early).rows("events"))
                    .hasSizeLessThanOrEqualTo(MAX + MAX / 10);
        }
    }
}
