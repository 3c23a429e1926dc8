package dev.paystub.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of clients that never send the rest of their requests leave a server with the heap of a
 * 256 MB container as it was: it answers everybody else meanwhile and afterwards.
 */
@Tag("slow")
class IdleClientsTests {

    private static final int CLIENTS = 1000;
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String HEAD =
            "POST /billing/invoices/funds HTTP/1.1\r\nHost: localhost\r\nX-API-Key: idle\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n";
    private static final String HALF_A_HEAD = "GET /billing/balance HTTP/1.1\r\nHost: loc";

    @Test
    void requestsWithoutTheirRestLeaveRoomForOthers() throws IOException {
        var environment =
                Map.of(
                        "PAYSTUB_PORT", "0",
                        "JAVA_TOOL_OPTIONS", "-Xmx179m -XX:+ExitOnOutOfMemoryError");
        try (var server = ServerProcess.start(environment)) {
            var port = server.awaitPort();
            var caller = Caller.fresh(port);
            caller.get("/billing/balance").succeeds();
            for (var sent : List.of(HEAD, HEAD + "{", HALF_A_HEAD)) {
                var idle = connect(port, sent);
                try {
                    isWell(caller);
                    // more than may wait were sent, so some were broken off, and not all
                    await().atMost(Duration.ofMinutes(1)).until(() -> ended(idle) > 0);
                    assertThat(ended(idle)).isLessThan(CLIENTS);
                    isWell(caller);
                } finally {
                    for (var client : idle) {
                        client.close();
                    }
                }
                isWell(caller);
            }
            assertThat(server.isAlive()).isTrue();
            assertThat(server.out()).doesNotContain("ERROR", "OutOfMemoryError");
        }
    }

    private static void isWell(Caller caller) {
        assertThat(caller.get("/livez").status()).isEqualTo(200);
        caller.get("/billing/invoices").succeeds();
        caller.post("/billing/invoices/funds", "{\"amount\": 10}").succeeds();
    }

    private static List<Socket> connect(int port, String sent) throws IOException {
        var clients = new ArrayList<Socket>();
        for (var client = 0; client < CLIENTS; client++) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
            clients.add(socket);
        }
        return clients;
    }

    /** How many the server has answered or closed. */
    private static long ended(List<Socket> clients) {
        return clients.stream().filter(IdleClientsTests::hasEnded).count();
    }

    private static boolean hasEnded(Socket client) {
        try {
            client.setSoTimeout(1);
            client.getInputStream().read();
            return true;
        } catch (SocketTimeoutException waits) {
            return false;
        } catch (IOException broken) {
            return true;
        }
    }
}
