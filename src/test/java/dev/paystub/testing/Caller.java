package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;

/** A client of a running server with its own key, sent as {@code X-API-Key} and {@code Bearer}. */
public final class Caller {

    /** Follows redirects, as a browser does. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    private final int port;
    private final String key;

    public Caller(int port, String key) {
        this.port = port;
        this.key = key;
    }

    /** Returns a caller with a new account. */
    public static Caller fresh(int port) {
        return new Caller(port, "t-" + UUID.randomUUID());
    }

    /** Returns a caller with a new account whose clock is frozen. */
    public static Caller frozenAt(int port, String instant) {
        var caller = fresh(port);
        caller.put("/sandbox/clock", "{\"frozen_time\": \"%s\"}".formatted(instant)).expect(200);
        return caller;
    }

    public String key() {
        return key;
    }

    public int port() {
        return port;
    }

    public Reply get(String path) {
        return send("GET", path, null);
    }

    public Reply post(String path) {
        return send("POST", path, null);
    }

    public Reply post(String path, String json) {
        return send("POST", path, json);
    }

    public Reply put(String path) {
        return send("PUT", path, null);
    }

    public Reply put(String path, String json) {
        return send("PUT", path, json);
    }

    public Reply delete(String path) {
        return send("DELETE", path, null);
    }

    /** Asserts that the server's audit of the account finds nothing. */
    public void isAudited() {
        var audit = get("/sandbox/audit").expect(200);
        assertThat(audit.<List<?>>at("$.rules[?(@.violated > 0)]")).as(audit.body()).isEmpty();
        assertThat(audit.<Boolean>at("$.ok")).isTrue();
    }

    /** Advances the account's clock. Returns the effects. */
    public Reply advance(String by) {
        return post("/sandbox/clock/advance", "{\"by\": \"%s\"}".formatted(by)).expect(200);
    }

    /** Advances the account's clock to an instant. Returns the effects. */
    public Reply advanceTo(String to) {
        return post("/sandbox/clock/advance", "{\"to\": \"%s\"}".formatted(to)).expect(200);
    }

    /** Sends a request with the key in both headers. */
    public Reply send(String method, String path, String json) {
        var body = json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
        var request = request(path).method(method, body);
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        return send(
                request.header("X-API-Key", key).header("Authorization", "Bearer " + key).build());
    }

    /** Returns a request to this server without headers. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    public static Reply send(HttpRequest request) {
        try {
            var response = HTTP.send(request, BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
