package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.paystub.testing.Caller;
import dev.paystub.testing.EventStream;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** {@code Paystub-Observer: console}: who looks changes nothing of what is looked at. */
@ServerTest
@Tag("postgres-full")
class ObserverTests {

    private static final String OBSERVER = "Paystub-Observer";

    @LocalServerPort private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    private Reply send(String method, String path, String observer, String... headers) {
        var request =
                caller.request(path)
                        .header("X-API-Key", caller.key())
                        .header("Authorization", "Bearer " + caller.key())
                        .header("Content-Type", "application/json")
                        .header(OBSERVER, observer)
                        .method(
                                method,
                                method.equals("POST")
                                        ? BodyPublishers.ofString("{\"amount\": 10}")
                                        : BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Caller.send(request.build());
    }

    private int journalled() {
        return caller.get("/sandbox/requests").expect(200).<List<?>>at("$.requests").size();
    }

    private int covered() {
        return caller.get("/sandbox/coverage").expect(200).at("$.covered");
    }

    private List<String> reads() {
        return routes.getHandlerMethods().keySet().stream()
                .filter(route ->
                        route.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(route -> route.getPatternValues().stream())
                .filter(path -> !path.endsWith("/stream"))
                .map(path -> path.replaceAll("\\{[^}]+}", "1"))
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void allReadsAddNothingAndNoFaultTouchesThem() throws Exception {
        caller.post("/sandbox/faults", "{\"path\": \"/**\", \"times\": 3, \"status\": 500}")
                .expect(201);
        var entries = journalled();
        var before = covered();
        assertThat(reads()).hasSizeGreaterThan(40).contains("/billing/invoices/1");
        for (var path : reads()) {
            for (var method : List.of("GET", "HEAD")) {
                var reply = send(method, path + "?unknown=1", "console", "Prefer", "code=503");
                assertThat(reply.headers().map()).doesNotContainKey("Paystub-Trace");
                assertThat(reply.headers().map()).doesNotContainKey("Paystub-Contract");
                assertThat(reply.headers().map()).doesNotContainKey("Preference-Applied");
            }
        }
        assertThat(send("GET", "/billing/balance", "console").status()).isEqualTo(200);
        for (var path : List.of("/sandbox/events/stream", "/sandbox/requests/stream")) {
            try (var stream = EventStream.open(caller, path, OBSERVER, "console")) {
                stream.nextLines();
            }
        }
        assertThat(journalled()).as("one is the coverage's own").isEqualTo(entries + 1);
        assertThat(covered()).isEqualTo(before);
        assertThat(caller.get("/sandbox/faults").<Integer>at("$.faults[0].fired")).isZero();
        assertThat(caller.get("/billing/balance").status()).as("the rule is armed").isEqualTo(500);
    }

    @Test
    void changeIsJournalledAsTheConsoles() {
        send("POST", "/billing/invoices/funds", "console").succeeds();
        var found = caller.get("/sandbox/requests?source=console").expect(200);
        assertThat(found.<List<?>>at("$.requests")).hasSize(1);
        assertThat(JsonPath.<String>read(found.body(), "$.requests[0].operation"))
                .isEqualTo("addFundsInvoice");
    }

    @Test
    void readThatIsSentOnPurposeIsJournalledAsTheConsoles() {
        var covered = covered();
        send("GET", "/billing/balance", "console-action").succeeds();
        var found = caller.get("/sandbox/requests?source=console").expect(200);
        assertThat(found.<List<String>>at("$.requests[*].operation")).containsExactly("getBalance");
        assertThat(covered()).isGreaterThan(covered);
    }

    @Test
    void onlyAnAdvanceOfTheClockHasADryRun() {
        var entries = journalled();
        var reply = send("POST", "/sandbox/provider-states?dry_run=true", "console");
        assertThat(reply.headers().map()).as(reply.body()).containsKey("Paystub-Trace");
        assertThat(journalled()).isEqualTo(entries + 1);
    }

    @Test
    void headersOfAStreamAreNoStream() {
        for (var path : List.of("/sandbox/events/stream", "/sandbox/requests/stream")) {
            var reply = send("HEAD", path, "console").expect(200);
            assertThat(reply.header("Content-Type")).startsWith("text/event-stream");
        }
    }

    @Test
    void anotherValueIsNoObserver() {
        var entries = journalled();
        send("GET", "/billing/balance", "me").succeeds();
        assertThat(journalled()).isEqualTo(entries + 1);
    }
}
