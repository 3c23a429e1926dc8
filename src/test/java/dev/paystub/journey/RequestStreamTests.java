package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.paystub.testing.Caller;
import dev.paystub.testing.EventStream;
import dev.paystub.testing.ServerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code GET /sandbox/requests/stream}: the journal's entries as they are stored. */
@ServerTest
@Tag("postgres-full")
class RequestStreamTests {

    private static final String STREAM = "/sandbox/requests/stream";

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    private long last() {
        return caller.get("/sandbox/requests?order=desc&limit=1")
                .expect(200)
                .<Number>at("$.requests[0].id")
                .longValue();
    }

    /**
     * A request that comes right after another was told waits for the stream to look again. The
     * quickest of some counts, since a busy machine delays any of them.
     */
    @Test
    void requestIsToldWithinAThirdOfASecondAsTheListShowsIt() throws Exception {
        var start = last();
        var took = new ArrayList<Duration>();
        try (var stream = EventStream.open(caller, STREAM)) {
            assertThat(stream.nextLines()).containsExactly(": waiting", "id: " + start);
            for (var request = 0; request < 6; request++) {
                caller.post("/billing/invoices/funds", "{\n \"amount\":\r\n 10}").succeeds();
                var answered = Instant.now();
                var message = stream.nextLines();
                took.add(Duration.between(answered, Instant.now()));
                var listed = caller.get("/sandbox/requests?order=desc&limit=1");
                assertThat(message)
                        .hasSize(3)
                        .startsWith(
                                "id: " + listed.<Number>at("$.requests[0].id"), "event: request");
                assertThat(JsonPath.<Map<String, Object>>read(message.get(2).substring(6), "$"))
                        .isEqualTo(listed.at("$.requests[0]"));
            }
        }
        assertThat(took.subList(1, took.size()))
                .anyMatch(each -> each.compareTo(Duration.ofMillis(300)) < 0);
    }

    @Test
    void itGoesOnFromTheLastIdAndEndsAtItsLimit() {
        for (var i = 0; i < 4; i++) {
            caller.get("/billing/balance?n=" + i).succeeds();
        }
        var ids = caller.get("/sandbox/requests?operation=getBalance").<List<Number>>at("$..id");
        var rest =
                Caller.send(
                        caller.request(STREAM + "?after=0&limit=2")
                                .header("X-API-Key", caller.key())
                                .header("Last-Event-ID", String.valueOf(numbers().get(2)))
                                .GET()
                                .build());
        assertThat(rest.expect(200).body()).contains("n=2", "n=3").doesNotContain("n=1");
        assertThat(rest.headers().firstValue("Content-Type"))
                .hasValue("text/event-stream;charset=UTF-8");
        assertThat(ids).isNotEmpty();
        var errors = STREAM + "?after=0&limit=1&outcome=error";
        caller.get("/billing/invoices/9999");
        assertThat(caller.get(errors).expect(200).body()).contains("/billing/invoices/9999");
    }

    private List<Long> numbers() {
        return caller.get("/sandbox/requests").<List<Map<String, Object>>>at("$.requests").stream()
                .map(entry -> ((Number) entry.get("id")).longValue())
                .toList();
    }

    @Test
    void badValuesAreRefused() {
        for (var bad :
                List.of("?after=x", "?limit=0", "?outcome=bad", "?source=bad", "?order=desc")) {
            caller.get(STREAM + bad).expect(400);
        }
    }

    @Test
    void emptiedJournalIsToldBeforeWhatFollows() throws Exception {
        try (var stream = EventStream.open(caller, STREAM)) {
            stream.nextLines();
            caller.post("/sandbox/reset").expect(200);
            assertThat(stream.nextLines()).containsExactly("event: cleared", "data: {}");
            assertThat(stream.nextLines().toString()).contains("/sandbox/reset");
            caller.delete("/sandbox/requests").expect(204);
            assertThat(stream.nextLines()).containsExactly("event: cleared", "data: {}");
        }
    }

    @Test
    void othersRequestsAreNotTold() throws Exception {
        var other = Caller.fresh(port);
        try (var stream = EventStream.open(caller, STREAM)) {
            stream.nextLines();
            other.get("/billing/balance?of=another").succeeds();
            caller.get("/billing/balance?of=mine").succeeds();
            assertThat(stream.nextLines().toString()).contains("of=mine");
        }
    }

    @Test
    void streamsAreBounded() throws Exception {
        var open = new ArrayList<EventStream>();
        try {
            for (var i = 0; i < 50; i++) {
                var stream = EventStream.open(caller, STREAM);
                stream.nextLines();
                open.add(stream);
            }
            caller.get(STREAM).expect(429);
        } finally {
            for (var stream : open) {
                stream.close();
            }
        }
    }
}
