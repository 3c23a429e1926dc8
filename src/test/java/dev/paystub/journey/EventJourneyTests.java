package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.paystub.testing.Caller;
import dev.paystub.testing.EventStream;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code GET /sandbox/events}: an account's events, in order, by polling and by stream. */
@ServerTest
@Tag("postgres-full")
class EventJourneyTests {

    @LocalServerPort protected int port;
    @Autowired private DataSource dataSource;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    private Reply events(String query) {
        return caller.get("/sandbox/events" + query).expect(200);
    }

    private String next() {
        return events("").at("$.next");
    }

    private static int number(String cursor) {
        return Integer.parseInt(cursor.split("-", 2)[0]);
    }

    private void addFunds() {
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
    }

    @Test
    void eventsComeInOrderAfterACursor() {
        var start = next();
        addFunds();
        caller.post("/billing/crypto/payments", "{\"invoice_id\": 72, \"currency\": \"btc\"}")
                .succeeds();
        caller.advance("PT15S");

        var all = events("?after=" + start);
        assertThat(all.<List<String>>at("$.events[*].type"))
                .containsSubsequence(
                        "invoice.created", "crypto_payment.waiting", "crypto_payment.finished");
        assertThat(
                        all.<List<String>>at("$.events[*].cursor").stream()
                                .map(EventJourneyTests::number))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(all.<List<String>>at("$.events[*].cause"))
                .contains(
                        "POST /billing/invoices/funds",
                        "POST /billing/crypto/payments",
                        "crypto.step 4465327355");
        assertThat(all.<List<Boolean>>at("$.events[?(@.type == 'invoice.paid')].due"))
                .containsExactly(true);

        var inPages = new ArrayList<String>();
        for (var cursor = start; !cursor.equals(next()); ) {
            var page = events("?limit=2&after=" + cursor);
            inPages.addAll(page.at("$.events[*].type"));
            cursor = page.at("$.next");
        }
        assertThat(inPages).isEqualTo(all.at("$.events[*].type"));
        assertThat(events("?type=invoice.paid").<List<String>>at("$.events[*].type"))
                .containsOnly("invoice.paid");
        assertThat(events("?after=" + next()).<List<?>>at("$.events")).isEmpty();
    }

    @Test
    void waitingRequestIsAnsweredByWhatHappens() throws Exception {
        var start = next();
        try (var threads = Executors.newSingleThreadExecutor()) {
            Callable<Reply> waiting = () -> events("?wait=30s&type=invoice.created&after=" + start);
            var reply = threads.submit(waiting);
            addFunds();
            assertThat(reply.get().<List<String>>at("$.events[*].type"))
                    .containsExactly("invoice.created");
        }
    }

    @Test
    void waitEndsWithoutAnEvent() {
        assertThat(events("?wait=1s&after=" + next()).<List<?>>at("$.events")).isEmpty();
    }

    @Test
    void cursorAheadOfAllIsGone() {
        addFunds();
        addFunds();
        addFunds();
        var old = next();
        caller.post("/sandbox/reset").expect(200);

        isGone(old, "0");
        isGone("7", "0");
    }

    private void isGone(String cursor, String oldest) {
        var gone = caller.get("/sandbox/events?after=" + cursor).expect(410);
        assertThat(gone.<String>at("$.oldest")).isEqualTo(oldest);
        assertThat(gone.<String>at("$.title")).isEqualTo("Gone");
        assertThat(gone.<String>at("$.detail")).contains("Go on with after=" + oldest);
        assertThat(gone.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        caller.get("/sandbox/events?after=" + oldest).expect(200);
    }

    @Test
    void cursorOfAnotherHistoryIsGoneHoweverLongTheNewOneIs() {
        addFunds();
        var old = next();
        caller.post("/sandbox/reset", "{\"frozen_time\": \"2024-04-01T00:00:00Z\"}").expect(200);
        caller.post("/v1/organizations/create?action=create", "{\"org_name\": \"Other\"}")
                .expect(200);
        addFunds();
        assertThat(number(next())).isGreaterThanOrEqualTo(number(old));

        isGone(old, "0");
    }

    @Test
    void sameHistoryHasTheSameCursors() {
        addFunds();
        caller.advance("P2M");
        var first = events("").body();
        caller.post("/sandbox/snapshots/then").expect(200);
        addFunds();
        var later = next();
        caller.post("/sandbox/snapshots/then/restore").expect(200);
        assertThat(events("").body()).isEqualTo(first);
        isGone(later, "0");

        caller.post("/sandbox/reset", "{\"frozen_time\": \"2024-04-01T00:00:00Z\"}").expect(200);
        addFunds();
        caller.advance("P2M");
        assertThat(events("").body()).isEqualTo(first);
    }

    @Test
    void waitingRequestLearnsThatItsPlaceIsLost() throws Exception {
        addFunds();
        var old = next();
        try (var threads = Executors.newSingleThreadExecutor()) {
            Callable<Reply> waiting = () -> caller.get("/sandbox/events?wait=30s&after=" + old);
            var reply = threads.submit(waiting);
            caller.post("/sandbox/reset").expect(200);
            assertThat(reply.get().expect(410).<String>at("$.oldest")).isEqualTo("0");
        }
    }

    @Test
    void cursorGoesOnThoughNothingOfTheTypeHappens() {
        var start = next();
        addFunds();
        var page = events("?type=organization.purged&after=" + start);

        assertThat(page.<List<?>>at("$.events")).isEmpty();
        assertThat(page.<String>at("$.next")).isEqualTo(next());
    }

    @Test
    void streamTellsWhatHappensAsItHappens() throws Exception {
        var start = next();
        try (var stream = open(caller, "?after=" + start)) {
            assertThat(stream.nextLines()).containsExactly(": waiting", "id: " + start);
            addFunds();
            var message = stream.nextLines();
            var listed = events("?after=" + start);
            assertThat(message.get(0)).isEqualTo("id: " + listed.at("$.events[0].cursor"));
            assertThat(message.get(1)).isEqualTo("event: invoice.created");
            assertThat(JsonPath.<Map<String, Object>>read(message.get(2).substring(6), "$"))
                    .isEqualTo(listed.at("$.events[0]"));
        }
    }

    @Test
    void streamGoesOnFromTheLastIdAndEndsAtItsLimit() {
        addFunds();
        addFunds();
        String first = events("").at("$.events[0].cursor");
        List<String> all = events("").at("$.events[*].cursor");

        var rest =
                Caller.send(
                        caller.request("/sandbox/events/stream?after=0&limit=" + (all.size() - 1))
                                .header("X-API-Key", caller.key())
                                .header("Last-Event-ID", first)
                                .GET()
                                .build());

        rest.expect(200);
        assertThat(rest.headers().firstValue("Content-Type"))
                .hasValue("text/event-stream;charset=UTF-8");
        assertThat(rest.body().lines().filter(line -> line.startsWith("id: ")).skip(1))
                .isEqualTo(all.stream().skip(1).map(cursor -> "id: " + cursor).toList());
        var typed = caller.get("/sandbox/events/stream?type=invoice.created&limit=2").expect(200);
        assertThat(typed.body().lines().filter(line -> line.startsWith("event: ")))
                .containsOnly("event: invoice.created")
                .hasSize(2);
    }

    @Test
    void streamFromALostPlaceIsGone() throws Exception {
        addFunds();
        var old = next();
        try (var stream = open(caller, "?after=" + old)) {
            assertThat(stream.nextLines()).first().isEqualTo(": waiting");
            caller.post("/sandbox/reset").expect(200);
            var last = stream.nextLines();
            assertThat(last.get(0)).isEqualTo("event: gone");
            assertThat(last.get(1)).contains("\"oldest\":\"0\"");
            assertThat(stream.nextLines()).isEmpty();
        }
        assertThat(
                        caller.get("/sandbox/events/stream?after=" + old)
                                .expect(410)
                                .<String>at("$.oldest"))
                .isEqualTo("0");
    }

    @Test
    void streamsAreBoundedAndMakeRoomWhenTheyEnd() throws Exception {
        var open = new ArrayList<EventStream>();
        try {
            for (var i = 0; i < 20; i++) {
                var stream = open(caller, "?type=invoice.created");
                stream.nextLines();
                open.add(stream);
            }
            caller.get("/sandbox/events/stream?limit=1").expect(409);
            addFunds();
        } finally {
            for (var stream : open) {
                stream.close();
            }
        }
        var answered = caller.get("/sandbox/events/stream?limit=1");
        for (var until = Instant.now().plusSeconds(30);
                answered.status() == 409 && Instant.now().isBefore(until); ) {
            answered = caller.get("/sandbox/events/stream?limit=1");
        }
        answered.expect(200);
    }

    private static EventStream open(Caller caller, String query) throws Exception {
        return EventStream.open(caller, "/sandbox/events/stream" + query);
    }

    @Test
    void quiescenceIsAnsweredAtOnceWhenNothingGoesOn() {
        addFunds();
        caller.post("/sandbox/quiesce")
                .expect(200)
                .isExactly("{\"quiet\": true, \"next\": \"%s\"}".formatted(next()));
    }

    @Test
    void quiescenceWaitsForRequestsThatHadBegun() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2);
                var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (var lock =
                    connection.prepareStatement(
                            "select id from accounts where api_key = ? for update")) {
                lock.setString(1, caller.key());
                lock.executeQuery();
                Callable<Reply> adding =
                        () -> caller.post("/billing/invoices/funds", "{\"amount\": 10}");
                var added = threads.submit(adding);
                var soon = caller.post("/sandbox/quiesce?timeout=1s");
                for (var i = 0; i < 20 && soon.status() == 200; i++) { // Until it has started.
                    soon = caller.post("/sandbox/quiesce?timeout=1s");
                }
                assertThat(soon.expect(409).<List<String>>at("$.underway"))
                        .containsExactly("POST /billing/invoices/funds");
                assertThat(soon.<String>at("$.detail")).contains("Still under way after 1s");
                Callable<Reply> waiting = () -> caller.post("/sandbox/quiesce?timeout=30s");
                var quiet = threads.submit(waiting);
                connection.rollback();
                quiet.get().expect(200);
                assertThat(added.isDone() || events("?type=invoice.created").body().contains("72"))
                        .isTrue();
                added.get().succeeds();
            }
        }
    }

    @Test
    void whoOnlyWatchesIsNotWaitedFor() throws Exception {
        var start = next();
        try (var threads = Executors.newSingleThreadExecutor();
                var stream = open(caller, "?after=" + start)) {
            stream.nextLines();
            Callable<Reply> watching = () -> events("?wait=20s&after=" + start);
            var watched = threads.submit(watching);
            caller.post("/sandbox/quiesce?timeout=10s").expect(200);
            assertThat(watched.isDone()).isFalse();
            addFunds();
            watched.get();
        }
    }

    @Test
    void othersRequestsAreNotWaitedFor() throws Exception {
        try (var connection = dataSource.getConnection();
                var threads = Executors.newSingleThreadExecutor()) {
            connection.setAutoCommit(false);
            try (var lock =
                    connection.prepareStatement(
                            "select id from accounts where api_key = ? for update")) {
                lock.setString(1, caller.key());
                lock.executeQuery();
                Callable<Reply> adding =
                        () -> caller.post("/billing/invoices/funds", "{\"amount\": 10}");
                var added = threads.submit(adding);
                Caller.fresh(port).post("/sandbox/quiesce?timeout=0s").expect(200);
                connection.rollback();
                added.get().succeeds();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after=x",
                "after=-1",
                "wait=31s",
                "wait=1",
                "wait=PT1S",
                "limit=0",
                "limit=1001",
                "after=7-xyz",
                "after=7-12345678901234567"
            })
    void mistakeIsExplained(String query) {
        assertThat(caller.get("/sandbox/events?" + query).expect(400).<String>at("$.detail"))
                .contains(" must be ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout=61s", "timeout=5", "timeout=-1s"})
    void timeoutThatIsNoneIsExplained(String query) {
        assertThat(caller.post("/sandbox/quiesce?" + query).expect(400).<String>at("$.detail"))
                .contains("timeout must be ");
    }
}
