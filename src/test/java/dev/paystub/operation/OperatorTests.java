package dev.paystub.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import dev.paystub.testing.Wire;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Without a token, only callers on the machine itself are operators. */
@ServerTest
class OperatorTests {

    @LocalServerPort private int port;

    /** Returns an address of this machine whose callers appear remote. */
    private static Optional<InetAddress> outside() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
    }

    private Reply fromOutside(String path, String... headers) throws IOException {
        var address = outside();
        assumeTrue(address.isPresent(), "SKIPPED: a machine without a network");
        return Wire.send(address.get(), port, request(path, headers));
    }

    private static String request(String path, String... headers) {
        return "GET %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n"
                .formatted(path, String.join("\r\n", headers));
    }

    private int status(String... headers) {
        return Wire.send(port, request("/sandbox/accounts", headers)).status();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Nothing: x",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-For: ::1",
                "X-Forwarded-For: 127.0.0.1, 127.0.0.1",
                "X-Real-IP: 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "Forwarded: for=\"[::1]:80\";host=localhost;proto=http",
                "X-Forwarded-Host: localhost",
                "Client-IP: 127.0.0.1"
            })
    void noHeaderMakesACallerOneOfThisMachine(String header) throws IOException {
        var reply = fromOutside("/sandbox/accounts", "Host: localhost", header);
        reply.expect(403);
        assertThat(reply.<String>at("$.detail")).contains("only callers on the same machine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 203.0.113.7",
                "X-Forwarded-For: 203.0.113.7, 127.0.0.1",
                "X-Forwarded-For: 127.0.0.1, 203.0.113.7",
                "X-Forwarded-For: localhost",
                "X-Forwarded-For: unknown",
                "X-Real-IP: 203.0.113.7",
                "Forwarded: for=203.0.113.7",
                "Forwarded: for=127.0.0.1, for=\"[2001:db8::7]:4711\"",
                "Forwarded: for=_hidden"
            })
    void whoComesByAProxyOfThisMachineIsNotOfIt(String header) {
        assertThat(status("Host: localhost", header)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "localhost@evil.example",
                "0.0.0.0:8080",
                "169.254.169.254",
                ""
            })
    void aNameLedHereByAWebPageIsRefused(String host) {
        assertThat(status("Host: " + host)).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LOCALHOST",
                "127.0.0.1:9",
                "127.1.2.3",
                "[::1]",
                "[::1]:8080",
                "paystub.localhost:8080"
            })
    void thisMachinesOwnNamesWillDo(String host) {
        assertThat(status("Host: " + host)).isEqualTo(200);
        assertThat(status("Host: " + host, "X-Forwarded-For: 127.0.0.1")).isEqualTo(200);
    }

    @Test
    void aForwardedHostIsAHostToo() {
        assertThat(status("Host: localhost", "X-Forwarded-Host: evil.example")).isEqualTo(403);
    }

    @Test
    void metricsAreOpenUnlessATokenIsSet() throws IOException {
        fromOutside("/actuator/prometheus", "Host: localhost").expect(200);
    }
}
