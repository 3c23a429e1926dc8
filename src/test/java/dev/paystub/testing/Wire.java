package dev.paystub.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Sends raw bytes that an HTTP client would refuse to send. */
public final class Wire {

    private static final int PATIENCE_MILLIS = 120_000;

    private Wire() {}

    /**
     * Sends a request with this first line and these header lines, the caller's key, and no body.
     */
    public static Reply send(Caller caller, String requestLine, String... headers) {
        var request = new StringBuilder(requestLine).append("\r\n");
        for (var header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("X-API-Key: ").append(caller.key()).append("\r\n");
        request.append("Authorization: Bearer ").append(caller.key()).append("\r\n");
        return send(caller.port(), request + "Connection: close\r\n\r\n");
    }

    /**
     * Sends a whole request, each character as one byte, and closes the output. Reads the response
     * to its end.
     */
    public static Reply send(int port, String request) {
        return send(InetAddress.getLoopbackAddress(), port, request);
    }

    /** Sends a request to any address of this machine. */
    public static Reply send(InetAddress address, int port, String request) {
        try (var socket = new Socket(address, port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return read(socket.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("No answer to " + request, e);
        }
    }

    private static Reply read(byte[] answer) {
        var text = new String(answer, StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.1 ") || end < 0) {
            throw new AssertionError("Not an HTTP answer: " + text);
        }
        var lines = text.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (var line = 1; line < lines.length; line++) {
            var header = lines[line].split(":\\s*", 2);
            headers.computeIfAbsent(header[0], name -> new ArrayList<>()).add(header[1]);
        }
        var body = text.substring(end + 4);
        return new Reply(
                Integer.parseInt(lines[0].split(" ")[1]),
                utf8(headers.containsKey("Transfer-Encoding") ? joinChunks(body) : body),
                HttpHeaders.of(headers, (name, value) -> true));
    }

    private static String joinChunks(String body) {
        var joined = new StringBuilder();
        var from = 0;
        while (true) {
            var end = body.indexOf("\r\n", from);
            var size = Integer.parseInt(body.substring(from, end), 16);
            if (size == 0) {
                return joined.toString();
            }
            joined.append(body, end + 2, end + 2 + size);
            from = end + 2 + size + 2;
        }
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
