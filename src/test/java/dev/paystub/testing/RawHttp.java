package dev.paystub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** One HTTP request over its own socket, for responses that an HTTP client would reject. */
public final class RawHttp {

    /** The result of reading a connection that was reset. */
    public static final String RESET = "<reset>";

    private RawHttp() {}

    /** Returns all bytes until the end of the connection, or {@link #RESET}. */
    public static String post(Caller caller, String path, String json, String... headers) {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var head =
                """
                POST %s HTTP/1.1
                Host: localhost:%d
                X-API-Key: %s
                Content-Type: application/json
                Content-Length: %d
                Connection: close
                %s
                """
                        .formatted(
                                path,
                                caller.port(),
                                caller.key(),
                                body.length,
                                headers.length == 0 ? "" : String.join("\n", headers) + "\n")
                        .replace("\n", "\r\n");
        try (var socket = new Socket("localhost", caller.port())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return RESET;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
