package dev.paystub.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.sun.net.httpserver.HttpServer;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A web page of another origin cannot drive the sandbox from a real browser. */
@ServerTest
@InBrowser
class OtherOriginTests {

    private static final String TRY =
            """
            async ({url, method, mode, headers, body}) => {
                try {
                    const answer = await fetch(url, {method, mode, headers, body});
                    return answer.type + ' ' + answer.status;
                } catch (refused) {
                    return 'refused';
                }
            }
            """;

    @LocalServerPort private int port;
    private HttpServer evil;
    private Caller victim;

    @BeforeEach
    void startBoth() throws IOException {
        victim = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        evil.createContext(
                "/",
                exchange -> {
                    var page =
                            "<!doctype html><title>evil</title>".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        evil.start();
    }

    @AfterEach
    void stop() {
        evil.stop(0);
    }

    /** Lets a script of the page send a request. Returns what it learns of the response. */
    private Object fetch(
            Page page,
            String path,
            String method,
            String mode,
            Map<String, String> headers,
            @Nullable String body) {
        var request = new HashMap<String, @Nullable Object>();
        request.put("url", sandbox(path));
        request.put("method", method);
        request.put("mode", mode);
        request.put("headers", headers);
        request.put("body", body);
        return page.evaluate(TRY, request);
    }

    private Object readClock(Page page) {
        return fetch(
                page, "/sandbox/clock", "GET", "cors", Map.of("X-API-Key", victim.key()), null);
    }

    private String sandbox(String path) {
        return "http://localhost:" + port + path;
    }

    @Test
    @Tag("smoke")
    void noRequestOfItsScriptsDoesAnything(Browser browser) {
        try (var context = browser.newContext()) { // a page whose console errors are expected
            var page = context.newPage();
            // not a page of this machine, which would be allowed
            page.route(
                    "http://evil.example/",
                    route ->
                            route.fulfill(
                                    new Route.FulfillOptions()
                                            .setContentType("text/html")
                                            .setBody("<!doctype html><title>evil</title>")));
            page.navigate("http://evil.example/");
            for (var path :
                    new String[] {
                        "/sandbox/reset",
                        "/sandbox/clock/advance",
                        "/sandbox/snapshots/x",
                        "/sandbox/accounts",
                        "/sandbox/fork"
                    }) {
                assertThat(
                                fetch(
                                        page,
                                        path,
                                        "POST",
                                        "cors",
                                        Map.of(
                                                "X-API-Key",
                                                victim.key(),
                                                "Content-Type",
                                                "application/json"),
                                        "{\"by\": \"P1D\"}"))
                        .as(path)
                        .isEqualTo("refused");
                assertThat(
                                fetch(
                                        page,
                                        path,
                                        "POST",
                                        "no-cors",
                                        Map.of("Content-Type", "text/plain"),
                                        "{\"key\": \"" + victim.key() + "-2\"}"))
                        .as("perhaps sent, but not to be read: %s", path)
                        .isIn("opaque 0", "refused");
            }
            assertThat(readClock(page)).isEqualTo("refused");
        }
        assertNothingHappened();
    }

    /**
     * A page of this machine may drive the sandbox only with a key, and may not use operator
     * routes.
     */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    @Tag("smoke")
    void withoutAKeyNoPageOfThisMachineDoesAnything(String host, Browser browser) {
        try (var context = browser.newContext()) {
            var page = context.newPage();
            page.navigate("http://%s:%d/".formatted(host, evil.getAddress().getPort()));
            for (var path : new String[] {"/sandbox/provider-states", "/sandbox/accounts"}) {
                for (var mode : new String[] {"cors", "no-cors"}) {
                    fetch(
                            page,
                            path,
                            "POST",
                            mode,
                            Map.of("Content-Type", "text/plain"),
                            "{\"key\": \"" + victim.key() + "-2\"}");
                }
            }
            assertThat(readClock(page)).isEqualTo("cors 200");
        }
        assertNothingHappened();
    }

    @Test
    @Tag("smoke")
    void noFormOfItDoesAnything(Browser browser) {
        try (var context = browser.newContext()) {
            var page = context.newPage();
            for (var path : new String[] {"/sandbox/reset", "/sandbox/accounts"}) {
                page.navigate("http://localhost:%d/".formatted(evil.getAddress().getPort()));
                page.setContent(
                        """
                        <form method=post enctype=text/plain action="%s">
                          <input name='{"key": "%s-2", "x": "' value='"}'><button>Win a prize</button>
                        </form>
                        """
                                .formatted(sandbox(path), victim.key()));
                var answer = page.waitForResponse(sandbox(path), () -> page.click("button"));
                assertThat(answer.status()).as(path).isEqualTo(403);
            }
        }
        assertNothingHappened();
    }

    private void assertNothingHappened() {
        assertThat(victim.get("/sandbox/clock").expect(200).<String>at("$.now"))
                .isEqualTo("2024-06-09T15:23:43.444Z");
        assertThat(victim.get("/sandbox/snapshots").expect(200).<Integer>at("$.snapshots.length()"))
                .isZero();
        assertThat(Caller.send(victim.request("/sandbox/accounts").build()).expect(200).body())
                .contains(victim.key())
                .doesNotContain(victim.key() + "-2");
    }
}
