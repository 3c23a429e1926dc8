package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paystub.engine.EngineMetrics;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Probes and other accounts are served while one account's work takes long. */
@ServerTest
class BusyAccountsTests {

    private static final String NOW = "2024-06-09T15:23:43.444Z";
    private static final String LONG = "{\"by\": \"P60D\"}";

    @LocalServerPort private int port;
    @Autowired private EngineMetrics engineMetrics;

    @Test
    void dryRunsOfOneAccountHoldNobodyUp() throws Exception {
        var busy = withServices(10);
        var other = withServices(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs = new ArrayList<Future<Reply>>();
            for (var run = 0; run < Runtime.getRuntime().availableProcessors(); run++) {
                runs.add(
                        executor.submit(() ->
                                busy.api()
                                        .post(
                                                "/sandbox/clock/advance?dry_run=true&effects=0",
                                                LONG)));
            }
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(BusyAccountsTests::isDryRunUnderway);

            Caller.send(other.api().request("/livez").build()).expect(200);
            Caller.send(other.api().request("/readyz").build()).expect(200);
            other.advance("PT2H"); // less the usage of its own services in between
            assertThat(other.balance()).isEqualTo("98.5");
            busy.api().get("/billing/balance").succeeds();

            assertThat(runs).as("the dry runs go on").noneMatch(Future::isDone);
            for (var run : runs) {
                assertThat(run.get().expect(200).<Integer>at("$.effects_total")).isPositive();
            }
        }
    }

    @Test
    void advanceOfOneAccountLetsOthersComeInBetween() throws Exception {
        var busy = withServices(10);
        var other = withServices(1);
        var before = pieces();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var advance =
                    executor.submit(
                            () -> busy.api().post("/sandbox/clock/advance?effects=0", LONG));
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> pieces() > before);

            other.advance("PT2H");
            other.api().post("/sandbox/snapshots/meanwhile").expect(200);
            other.api().isAudited();
            other.api().post("/sandbox/reset").expect(200);

            assertThat(advance.isDone()).as("the advance is done").isFalse();
            advance.get().expect(200);
        }
    }

    private Customer withServices(int services) {
        var customer = Customer.frozenAt(port, NOW);
        if (services > 1) {
            customer.settle(customer.fundsInvoice("99000"));
        }
        for (var service = 0; service < services; service++) {
            customer.order(1, "hourly", "s" + service).succeeds();
        }
        return customer;
    }

    /** Returns whether a worker runs a dry run, which metrics do not count. */
    private static boolean isDryRunUnderway() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().endsWith(".DryRun"));
    }

    private long pieces() {
        return engineMetrics.tasksRun().getOrDefault("hosting.hour", 0L);
    }
}
