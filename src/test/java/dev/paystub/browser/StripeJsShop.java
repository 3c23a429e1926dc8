package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A shop's website on its own origin. Its pages load the Stripe.js stand-in from the server under
 * test.
 */
final class StripeJsShop implements AutoCloseable {

    /** A page with a form, and places for each kind of field. */
    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Shop</title>
                <link rel="icon" href="data:,">
                <script src="%s"></script>
            </head>
            <body>
            <main>
                <h1>Shop</h1>
                <form id="form">
                    <input id="before" aria-label="Before">
                    <label id="label" for="card">Card</label>
                    <div id="card"></div>
                    <div id="number"></div>
                    <div id="expiry"></div>
                    <div id="cvc"></div>
                    <div id="payment"></div>
                    <div id="other"></div>
                    <button>Pay</button>
                </form>
            </main>
            <script>
                window.heard = [];
                window.hear = (element, ...names) => names.forEach(name => element.on(name, event => heard.push([name, event])));
            </script>
            </body>
            </html>
            """;

    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> pages = new ConcurrentHashMap<>();

    StripeJsShop() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange ->
                        answer(
                                exchange,
                                "text/html",
                                pages.get(exchange.getRequestURI().getPath())));
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    /** Serves a page that loads a script, and opens it. */
    Page open(Page page, String script) {
        pages.put("/", PAGE.formatted(script));
        page.navigate(url("/"));
        return page;
    }

    /** Serves and opens a page with {@code stripe} made with the caller's key. */
    Page open(Page page, Caller caller) {
        open(page, "http://localhost:%d/endive/stripe.js".formatted(caller.port()));
        page.evaluate("key => { window.stripe = Stripe(key); }", "pk_test_" + caller.key());
        return page;
    }

    void put(String path, String html) {
        pages.put(path, html);
    }

    void put(String path, Path script) {
        server.createContext(
                path, exchange -> answer(exchange, "text/javascript", Files.readString(script)));
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        var body = (text == null ? "There is no such page" : text).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(text == null ? 404 : 200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Forwards a path prefix to another server without the prefix, as a reverse proxy does. */
    void forward(String prefix, int port, Map<String, String> headers) {
        server.createContext(
                prefix,
                exchange -> {
                    var uri = exchange.getRequestURI().toString().substring(prefix.length());
                    var request =
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + uri))
                                    .method(
                                            exchange.getRequestMethod(),
                                            BodyPublishers.ofByteArray(
                                                    exchange.getRequestBody().readAllBytes()));
                    exchange.getRequestHeaders()
                            .forEach((name, values) -> {
                                if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                                    values.forEach(value -> request.header(name, value));
                                }
                            });
                    headers.forEach(request::header);
                    forward(exchange, request.build());
                });
    }

    private void forward(HttpExchange exchange, HttpRequest request) throws IOException {
        try {
            var response = client.send(request, BodyHandlers.ofByteArray());
            response.headers()
                    .map()
                    .forEach((name, values) -> {
                        if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                            exchange.getResponseHeaders().put(name, values);
                        }
                    });
            var body = response.body();
            exchange.sendResponseHeaders(
                    response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }

    /** Returns the frame of the field that is mounted in a container. */
    static FrameLocator frame(Page page, String container) {
        return page.frameLocator("#%s iframe".formatted(container));
    }

    /**
     * Waits until an Element is drawn and its frame has its final height. Until then it may grow
     * and move a button below that a test is about to press.
     */
    static void awaitDrawn(Page page, String container) {
        var frame = page.locator("#%s iframe".formatted(container));
        var content = frame(page, container).locator("#root");
        assertThat(content.locator("input").first()).isVisible();
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        Math.abs(frame.boundingBox().height - content.boundingBox().height) < 1);
    }

    static Locator input(Page page, String container, String name) {
        return frame(page, container).locator("[name=%s]".formatted(name));
    }

    /** Types into the Card Element, each field by its own name. */
    static void typeCard(
            Page page, String container, String number, String expiry, String cvc, String zip) {
        input(page, container, "cardnumber").fill(number);
        input(page, container, "exp-date").fill(expiry);
        input(page, container, "cvc").fill(cvc);
        input(page, container, "postal").fill(zip);
    }

    /** Types into the split fields. */
    static void typeSplit(Page page, String number, String expiry, String cvc) {
        input(page, "number", "cardnumber").fill(number);
        input(page, "expiry", "exp-date").fill(expiry);
        input(page, "cvc", "cvc").fill(cvc);
    }

    /** Types into the Payment Element. */
    static void typePayment(
            Page page, String container, String number, String expiry, String cvc, String zip) {
        input(page, container, "number").fill(number);
        input(page, container, "expiry").fill(expiry);
        input(page, container, "cvc").fill(cvc);
        input(page, container, "postalCode").fill(zip);
    }

    /** Returns the value of an expression on the page as JSON; awaits promises. */
    static String json(Page page, String expression) {
        return (String)
                page.evaluate("async () => JSON.stringify(await (%s))".formatted(expression));
    }

    /** Calls Stripe's API with the secret key; parameters as {@code name=value}. */
    static Reply api(Caller caller, String path, String... parameters) {
        var form =
                Arrays.stream(parameters)
                        .map(parameter -> parameter.split("=", 2))
                        .map(parts -> encoded(parts[0]) + "=" + encoded(parts[1]))
                        .collect(Collectors.joining("&"));
        return Caller.send(
                caller.request("/stripe/v1" + path)
                        .header("Authorization", "Bearer sk_test_" + caller.key())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Attaches a payment method to the PureGPU account. */
    static Reply attach(Caller caller, String paymentMethod) {
        return caller.post(
                "/billing/stripe/cards",
                "{\"stripe_payment_method_id\": \"%s\"}".formatted(paymentMethod));
    }

    /** Returns the newest card in PureGPU's list. */
    static Map<String, Object> newestCard(Caller caller) {
        List<Map<String, Object>> cards =
                caller.get("/billing/stripe/cards").at("$.payment_methods[*]");
        return cards.getLast();
    }
}
