package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.MOST_ELEMENTS;
import static dev.paystub.browser.ConsolePage.elements;
import static dev.paystub.browser.ConsolePage.list;
import static dev.paystub.browser.ConsolePage.open;
import static dev.paystub.browser.ConsolePage.rows;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.RunningServer;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console of an account with thousands of requests, and of one with hundreds of invoices. */
@InBrowser
class ConsoleVolumeTests {

    private static final int REQUESTS = 5_000;
    private static final int INVOICES = 300;

    /** As many as a connection is kept for, and few enough to be sent before a response is read. */
    private static final int PIPELINED = 100;

    private static final String REQUEST =
            "GET /billing/invoices?n=%d HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\n"
                    + "Connection: %s\r\n\r\n";

    private static RunningServer server;

    /** A journal that keeps them all. */
    @BeforeAll
    static void start() {
        server =
                RunningServer.start(
                        Map.of(
                                "PAYSTUB_JOURNAL_MAX_ENTRIES", "6000",
                                "PAYSTUB_JOURNAL_MAX_SIZE", "32MB"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void listOfFiveThousandRequestsDrawsAndFilters(Page page) throws IOException {
        var caller = Caller.fresh(server.port());
        caller.get("/billing/invoices/9999"); // fails, and is the oldest
        read(caller, IntStream.range(2, REQUESTS).boxed().toList());
        caller.get("/billing/balance").succeeds();

        open(page, caller, "requests");
        assertThat(rows(page, "Requests").first()).containsText("/billing/balance");
        assertThat(elements(page)).isLessThan(MOST_ELEMENTS);

        // The filter finds what is far below.
        page.keyboard().press("/");
        page.keyboard().type("status:error");
        page.keyboard().press("Enter");
        assertThat(rows(page, "Requests")).hasCount(1);
        assertThat(rows(page, "Requests").first()).containsText("/billing/invoices/9999");
        assertThat(page.locator("main")).containsText("1 of " + REQUESTS);

        // All of them are in the list then, and few in the document.
        page.getByLabel("Remove the filter status:error").click();
        assertThat(rows(page, "Requests").first())
                .hasAttribute("aria-setsize", String.valueOf(REQUESTS));
        list(page, "Requests").press("End");
        assertThat(rows(page, "Requests").last()).containsText("/billing/invoices/9999");
        assertThat(elements(page)).isLessThan(MOST_ELEMENTS);
        assertThat((Integer) page.evaluate("document.documentElement.scrollHeight"))
                .isLessThanOrEqualTo(page.viewportSize().height);

        // Whoever reads down there is told of what is new, and not moved.
        caller.get("/billing/products").succeeds();
        assertThat(page.locator(".fresh")).hasText("1 new ↑");
        assertThat(rows(page, "Requests").last()).isInViewport();
        page.locator(".fresh").click();
        assertThat(rows(page, "Requests").first()).containsText("/billing/products");
        assertThat(rows(page, "Requests").first()).isInViewport();
    }

    /**
     * Sends reads that differ, since equal ones are one row. A connection's requests are written at
     * once: with a client that waits for each response, most of the work would be the client's.
     */
    private static void read(Caller caller, List<Integer> numbers) throws IOException {
        for (var from = 0; from < numbers.size(); from += PIPELINED) {
            var some = numbers.subList(from, Math.min(from + PIPELINED, numbers.size()));
            var requests =
                    some.stream()
                            .map(number ->
                                    REQUEST.formatted(
                                            number,
                                            caller.key(),
                                            number.equals(some.getLast()) ? "close" : "keep-alive"))
                            .collect(Collectors.joining());
            try (var socket = new Socket("localhost", caller.port())) {
                socket.getOutputStream().write(requests.getBytes(US_ASCII));
                var responses = new String(socket.getInputStream().readAllBytes(), UTF_8);
                assertThat(responses.split("HTTP/1.1 200 ", -1)).hasSize(some.size() + 1);
            }
        }
    }

    @Test
    void threeHundredInvoicesAreFoundByStatusAndNumber(Page page) {
        var caller = Caller.fresh(server.port());
        caller.post("/sandbox/reset?scenario=empty").expect(200);
        IntStream.range(0, INVOICES)
                .parallel()
                .forEach(each ->
                        caller.post(
                                        "/billing/invoices/funds",
                                        "{\"amount\": %d.50}".formatted(10 + each))
                                .succeeds());
        open(page, caller, "money/invoices");
        assertThat(rows(page, "Invoices").first())
                .hasAttribute("aria-setsize", String.valueOf(INVOICES));
        assertThat(elements(page)).isLessThan(MOST_ELEMENTS);
        assertThat(page.locator(".chip-toggle").first()).hasText("Unpaid " + INVOICES);

        list(page, "Invoices").press("End");
        assertThat(page.locator("[aria-posinset='%d']".formatted(INVOICES))).isInViewport();
        assertThat(page.locator(".split-detail h2")).hasText(Pattern.compile("Invoice \\d+"));

        page.getByLabel("Search invoices").fill("309.50");
        assertThat(rows(page, "Invoices")).hasCount(1);
        assertThat(rows(page, "Invoices").first()).containsText("$309.50");
        page.getByLabel("Search invoices").fill("");
        page.getByText("Paid 0", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("main")).containsText("No invoice matches");
    }
}
