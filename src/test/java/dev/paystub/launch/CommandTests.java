package dev.paystub.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar's commands that do not start the server. */
class CommandTests {

    private HttpServer server;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger(Integer.MAX_VALUE);

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    if (asked.incrementAndGet() > answered.get()) {
                        return; // without a response
                    }
                    var known = exchange.getRequestURI().getPath().endsWith("/readyz");
                    var ready = refusals.getAndDecrement() <= 0;
                    var body =
                            (ready
                                            ? "{\"status\":\"UP\"}"
                                            : "{\"status\":\"DOWN\",\"reason\":\"the server is"
                                                    + " starting\"}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(known ? (ready ? 200 : 503) : 404, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Ended run(Map<String, String> environment, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code =
                Command.run(
                        List.of(words),
                        environment,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ended(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void readyIsZeroAndALine() {
        for (var url : List.of(url(), url() + "/", url() + "/stub", url() + "/readyz")) {
            var ended = run(Map.of(), "readyz", "--url", url);
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.out()).matches("http://[^ ]+/readyz is ready \\([0-9]+ ms\\)\\R");
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void notReadyIsOneAndTheReason() {
        refusals.set(1);
        var ended = run(Map.of(), "readyz", "--url=" + url());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).endsWith(" is not ready: the server is starting\n");
        assertThat(ended.out()).isEmpty();
        assertThat(asked).hasValue(1);
    }

    @Test
    void waitsUntilItIsReady() {
        refusals.set(3);
        var ended = run(Map.of(), "readyz", "--wait", "--timeout", "30s", "--url", url());
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(asked).hasValue(4);
    }

    @Test
    void waitsNoLongerThanItIsToldAndTellsWhatTheServerSaidLast() {
        refusals.set(Integer.MAX_VALUE);
        answered.set(2);
        var ended = run(Map.of(), "readyz", "--timeout", "2s", "--wait", "--url", url());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("is not ready after ", "the server is starting");
        assertThat(asked).hasValue(3);
    }

    @Test
    void aServerThatAcceptsButNeverAnswersDoesNotHoldItUp() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended =
                    run(
                            Map.of(),
                            "readyz",
                            "--timeout",
                            "200ms",
                            "--url",
                            "http://127.0.0.1:" + silent.getLocalPort());
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err()).contains("is not ready");
        }
    }

    @Test
    void asksThisMachinesServerByItsVariables() {
        var port = String.valueOf(server.getAddress().getPort());
        assertThat(run(Map.of("PAYSTUB_PORT", port), "readyz").code()).isZero();
        assertThat(run(Map.of("PORT", port), "readyz").code()).isZero();
        assertThat(run(Map.of("PORT", port, "PAYSTUB_PORT", ""), "readyz").code()).isZero();
        assertThat(
                        run(Map.of("PORT", port, "PAYSTUB_PORT", "tcp://10.0.0.1:8080"), "readyz")
                                .code())
                .as("what Kubernetes says of a service called paystub is no port")
                .isZero();
        assertThat(run(Map.of("PAYSTUB_PORT", "0"), "readyz").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redyz",
                "readyz --wiat",
                "readyz --timeout",
                "readyz --timeout soon",
                "readyz --timeout -1s",
                "readyz --url",
                "readyz --url localhost:8080",
                "readyz --url http://",
                "readyz --url ftp://localhost",
                "readyz now"
            })
    void wrongUsageIsTwoAndALine(String line) {
        var ended = run(Map.of(), line.split(" "));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void helpAndVersion() {
        for (var word : List.of("--help", "-h", "help")) {
            assertThat(run(Map.of(), word).out()).contains("readyz", "--wait", "PAYSTUB_");
        }
        var version = run(Map.of(), "--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).startsWith("paystub ").doesNotContain("unknown");
    }
}
