package dev.paystub.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.ServerProcess;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed under load has every change that it has answered, in H2's file and on
 * PostgreSQL. In every {@code verify} a smaller process is killed: {@code AcknowledgedWriteTests}.
 */
@Tag("slow")
class KilledServerTests {

    private static final int KILLS = 5;
    private static final int CLIENTS = 4;
    private static final int ANSWERS = 60;

    /** Each account's invoices according to the responses. */
    private final Map<String, Set<Integer>> acknowledged = new ConcurrentHashMap<>();

    @Test
    void killedServerLosesNothingInAFile(@TempDir Path folder) throws Exception {
        try (var database = OwnDatabase.inFolder(folder)) {
            isKilledAndLosesNothing(database);
        }
    }

    @Test
    void killedServerLosesNothingOnPostgres() throws Exception {
        try (var database = OwnDatabase.schema("killed")) {
            isKilledAndLosesNothing(database);
        }
    }

    private void isKilledAndLosesNothing(OwnDatabase database) throws Exception {
        var environment = new HashMap<>(database.environment());
        environment.put("PAYSTUB_PORT", "0");
        for (var kill = 0; kill < KILLS; kill++) {
            try (var server = ServerProcess.start(environment)) {
                var port = server.awaitPort();
                nothingIsLost(port);
                killUnderLoad(server, port);
            }
        }
        try (var server = ServerProcess.start(environment)) {
            nothingIsLost(server.awaitPort());
        }
        assertThat(acknowledged.values().stream().mapToInt(Set::size).sum())
                .isGreaterThanOrEqualTo(KILLS * ANSWERS);
    }

    private void killUnderLoad(ServerProcess server, int port) throws Exception {
        var enough = new CountDownLatch(ANSWERS);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients =
                    IntStream.range(0, CLIENTS)
                            .mapToObj(client -> executor.submit(() -> load(port, client, enough)))
                            .toList();
            enough.await();
            server.kill();
            for (var client : clients) {
                client.get();
            }
        }
    }

    private void load(int port, int client, CountDownLatch enough) {
        var caller = new Caller(port, "killed-" + client);
        var mine = acknowledged.computeIfAbsent(caller.key(), key -> ConcurrentHashMap.newKeySet());
        while (true) {
            try {
                int invoice =
                        caller.post("/billing/invoices/funds", "{\"amount\": 10}")
                                .succeeds()
                                .at("$.invoice_id");
                mine.add(invoice);
                enough.countDown();
            } catch (UncheckedIOException killed) {
                return;
            }
        }
    }

    private void nothingIsLost(int port) {
        acknowledged.forEach((key, invoices) -> {
            var caller = new Caller(port, key);
            assertThat(
                            caller.get("/billing/invoices")
                                    .succeeds()
                                    .<List<Integer>>at("$.invoices[*].id"))
                    .containsAll(invoices);
            caller.isAudited();
        });
    }
}
