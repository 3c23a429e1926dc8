package dev.paystub.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.paystub.testing.Books;
import dev.paystub.testing.Caller;
import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.Reply;
import dev.paystub.testing.RunningServer;
import dev.paystub.testing.ServerProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to end finishes what it has begun, answers it, and takes nothing new. */
@Tag("postgres-full")
@Tag("slow")
class ShutdownTests {

    private static final String NOW = "2024-06-09T15:23:43.444Z";

    /** 14,400 hours of ten services, for each of two accounts: more than one shutdown waits for. */
    private static final String MONTHS = "{\"by\": \"P60D\"}";

    private OwnDatabase database;

    @BeforeEach
    void emptyDatabase(@TempDir Path folder) {
        database = OwnDatabase.thatStays("shutdown", folder);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private static Map<String, Object> with(Map<String, Object> variables, String... more) {
        var all = new HashMap<>(variables);
        all.put("PAYSTUB_PORT", "0");
        for (var at = 0; at < more.length; at += 2) {
            all.put(more[at], more[at + 1]);
        }
        return all;
    }

    private static void order(Caller caller, int services) {
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
        for (var service = 0; service < services; service++) {
            caller.post(
                            "/billing/orders",
                            """
                            {"pid": 11, "billingcycle": "hourly", "hostname": "s%d", "os": "", "sshkeys": ""}
                            """
                                    .formatted(service))
                    .succeeds();
        }
    }

    /** Ten services, and enough to pay for months of them. */
    private static void runForMonths(Caller caller) {
        int invoice =
                caller.post("/billing/invoices/funds", "{\"amount\": 100000}")
                        .succeeds()
                        .at("$.invoice_id");
        caller.post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": %d, \"currency\": \"btc\", \"case\": \"success\"}"
                                .formatted(invoice))
                .succeeds();
        caller.advance("PT1M");
        for (var service = 0; service < 10; service++) {
            caller.post(
                            "/billing/orders",
                            """
                            {"pid": 1, "billingcycle": "hourly", "hostname": "s%d", "os": "", "sshkeys": ""}
                            """
                                    .formatted(service))
                    .succeeds();
        }
    }

    /**
     * Two servers, one after the other on one database: the second finds what the first has
     * finished. A third finds both accounts sound.
     */
    @Test
    void whatHasBegunIsFinishedAndWhatTakesTooLongIsLeftWithNothingHalfDone() throws Exception {
        var finished = whatHasBegunIsFinished();
        var left = whatTakesTooLongIsLeft(finished);
        try (var again = RunningServer.start(database.environment())) {
            for (var key : List.of(finished, left)) {
                var caller = new Caller(again.port(), key);
                caller.get("/billing/balance").succeeds(); // all that is due happens first
                Books.of(again.dataSource(), caller).areSound();
            }
        }
    }

    /** Returns the key of an account that had an advance under way, which stands at its end. */
    private String whatHasBegunIsFinished() throws Exception {
        Caller busy;
        try (var server = ServerProcess.start(with(database.environment()));
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var port = server.awaitPort();
            busy = Caller.frozenAt(port, NOW);
            order(busy, 2);
            var waiting = Caller.frozenAt(port, NOW);
            String last = waiting.get("/sandbox/events").at("$.next");
            var poll = executor.submit(() -> waiting.get("/sandbox/events?wait=30s&after=" + last));
            var advance =
                    executor.submit(
                            (Callable<Reply>)
                                    () ->
                                            busy.post(
                                                    "/sandbox/clock/advance",
                                                    "{\"by\": \"P60D\"}"));
            awaitUnderway(port, advance);
            var told = System.nanoTime();
            server.terminate();
            assertThat(poll.get(60, TimeUnit.SECONDS).expect(200).<List<?>>at("$.events"))
                    .isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - told))
                    .as("a poll that waits for nothing ends at once")
                    .isLessThan(Duration.ofSeconds(15));
            var effects = advance.get(60, TimeUnit.SECONDS).expect(200);
            assertThat(effects.<String>at("$.now")).isEqualTo("2024-08-08T15:23:43.444Z");
            assertThat(server.awaitEnd()).isEqualTo(143);
            assertThatThrownBy(() -> new Socket("localhost", port).close())
                    .isInstanceOf(IOException.class);
            assertThat(server.err()).isEmpty();
            assertThat(server.out())
                    .doesNotContain("Exception", "ERROR", "WARN")
                    .as("no line for a request unless PAYSTUB_LOG_REQUESTS asks for them")
                    .doesNotContain("GET /", "POST /");
        }
        return busy.key();
    }

    /** Until the advance has moved the clock, or is done on a machine that fast. */
    private static void awaitUnderway(int port, Future<Reply> advance) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> advance.isDone() || metric(port, "paystub_due_work_total") > 0);
    }

    private static double metric(int port, String name) {
        return Caller.send(Caller.fresh(port).request("/actuator/prometheus").build())
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Returns the key of an account whose advance did not come to its end. */
    private String whatTakesTooLongIsLeft(String finished) throws Exception {
        String key;
        try (var server =
                        ServerProcess.start(
                                with(database.environment(), "PAYSTUB_SHUTDOWN_TIMEOUT", "2s"));
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var port = server.awaitPort();
            assertThat(new Caller(port, finished).get("/sandbox/clock").<String>at("$.now"))
                    .isEqualTo("2024-08-08T15:23:43.444Z");
            var busy = Caller.frozenAt(port, NOW);
            runForMonths(busy);
            key = busy.key();
            var other = Caller.frozenAt(port, NOW);
            runForMonths(other);
            var dryRun =
                    executor.submit(
                            (Callable<Reply>)
                                    () ->
                                            other.post(
                                                    "/sandbox/clock/advance?dry_run=true", MONTHS));
            awaitUnderway(port, dryRun);
            var advance =
                    executor.submit(
                            (Callable<Reply>) () -> busy.post("/sandbox/clock/advance", MONTHS));
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            clocks(other).contains("2024-08-08T15:24:43.444Z") || advance.isDone());
            server.terminate();
            saysThatItStops(advance.get(60, TimeUnit.SECONDS));
            saysThatItStops(dryRun.get(60, TimeUnit.SECONDS));
            assertThat(server.awaitEnd()).isEqualTo(143);
            assertThat(server.err()).isEmpty();
            assertThat(server.out()).doesNotContain("Exception", "ERROR", "WARN");
        }
        return key;
    }

    /** What the clocks of all accounts show; nothing happens before that is told. */
    private static List<String> clocks(Caller caller) {
        return caller.get("/sandbox/accounts").expect(200).at("$.accounts[*].now");
    }

    private static void saysThatItStops(Reply reply) {
        assertThat(reply.expect(503).<Integer>at("$.status")).isEqualTo(503);
        assertThat(reply.<String>at("$.detail")).startsWith("The server is stopping.");
    }
}
