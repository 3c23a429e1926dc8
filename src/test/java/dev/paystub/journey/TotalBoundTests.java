package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The totals of all accounts are bounded, whichever account uses them up. */
class TotalBoundTests {

    private static final int SNAPSHOTS = 3;
    private static final int ROWS = 400;
    private static final int EVENTS = 200;
    private static final int WATCHERS = 8;
    private static final int SHARE = WATCHERS / 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static RunningServer server;

    @BeforeAll
    static void startServer() {
        server =
                RunningServer.start(
                        Map.of(
                                "PAYSTUB_COPIES_MAX_SNAPSHOTS", String.valueOf(SNAPSHOTS),
                                "PAYSTUB_COPIES_MAX_ROWS", String.valueOf(ROWS),
                                "PAYSTUB_EVENTS_MAX_TOTAL", String.valueOf(EVENTS),
                                "PAYSTUB_EVENTS_MAX_WATCHERS", String.valueOf(WATCHERS)));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static void isFull(Reply reply, String setting) {
        assertThat(reply.expect(429).<String>at("$.detail")).contains(setting);
    }

    @Test
    void copiesOfAllAccountsAreBounded() {
        var callers = List.of(Caller.fresh(server.port()), Caller.fresh(server.port()));
        callers.forEach(caller -> caller.post("/sandbox/snapshots/a").expect(200));
        var caller = callers.getFirst();
        caller.post("/sandbox/snapshots/b").expect(200);
        for (var full : callers) {
            isFull(full.post("/sandbox/snapshots/c"), "PAYSTUB_COPIES_MAX_SNAPSHOTS");
        }
        caller.post("/sandbox/snapshots/a").expect(200); // in place of another one

        var forks = new ArrayList<Caller>();
        while (true) {
            var fork = Caller.fresh(server.port());
            var reply = caller.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(fork.key()));
            if (reply.status() != 201) {
                isFull(reply, "PAYSTUB_COPIES_MAX_ROWS");
                break;
            }
            forks.add(fork);
        }
        assertThat(forks).isNotEmpty();
        forks.getFirst().post("/sandbox/reset").expect(200); // no further copy
        caller.post("/sandbox/fork", "{\"keys\": [\"again\"]}").expect(201);
        callers.forEach(each -> each.delete("/sandbox/snapshots/a").expect(204));
        caller.post("/sandbox/snapshots/c").expect(200);
    }

    @Test
    void eventsOfAllAccountsAreBoundedAndTheSmallLoseNone() {
        var small = Caller.frozenAt(server.port(), "2024-07-01T00:00:00Z");
        small.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        var few = small.get("/sandbox/events").expect(200).body();
        var big = Caller.frozenAt(server.port(), "2024-07-01T00:00:00Z");
        Customer.of(big).order(1, "hourly", "by-the-hour").succeeds();
        var advanced = big.advance("PT100H");
        assertThat(advanced.<Integer>at("$.effects_total")).isGreaterThan(90);
        big.advance("PT20H");
        big.advance("PT200H");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events(big)).isBetween(1, EVENTS));
        assertThat(small.get("/sandbox/events").expect(200).body()).isEqualTo(few);
        assertThat(big.get("/sandbox/events?after=0").expect(410).<String>at("$.oldest"))
                .isNotEmpty();
        big.isAudited();
        small.isAudited();
    }

    private static int events(Caller caller) {
        return caller.get("/sandbox/events").expect(200).<List<?>>at("$.events").size();
    }

    @Test
    void thoseThatWaitAreBoundedAndNobodyTakesAllPlaces() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var greedy = Caller.frozenAt(server.port(), "2024-07-01T00:00:00Z");
            String next = greedy.get("/sandbox/events").expect(200).at("$.next");
            var path = "/sandbox/events?wait=30s&after=" + next;
            var waiting = new ArrayList<Future<Reply>>();
            for (var i = 0; i < 4 * WATCHERS; i++) {
                waiting.add(threads.submit((Callable<Reply>) () -> greedy.get(path)));
            }
            await().atMost(PATIENCE)
                    .until(() ->
                            waiting.stream().filter(Future::isDone).count()
                                    == 4 * WATCHERS - SHARE);
            for (var over : waiting.stream().filter(Future::isDone).toList()) {
                isFull(over.get(), "PAYSTUB_EVENTS_MAX_WATCHERS");
            }
            isFull(greedy.get("/sandbox/events/stream?limit=1"), "PAYSTUB_EVENTS_MAX_WATCHERS");
            isFull(greedy.post("/sandbox/quiesce"), "PAYSTUB_EVENTS_MAX_WATCHERS");
            greedy.get("/billing/balance").succeeds();
            Caller.fresh(server.port()).post("/sandbox/quiesce").expect(200);
            greedy.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
            for (var one : waiting) {
                assertThat(one.get().status()).isIn(200, 429);
            }
            greedy.post("/sandbox/quiesce").expect(200); // the places have been freed
        }
    }
}
