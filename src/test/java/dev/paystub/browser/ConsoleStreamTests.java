package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.button;
import static dev.paystub.browser.ConsolePage.cut;
import static dev.paystub.browser.ConsolePage.isLive;
import static dev.paystub.browser.ConsolePage.isReconnecting;
import static dev.paystub.browser.ConsolePage.open;
import static dev.paystub.browser.ConsolePage.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.Receiver;
import dev.paystub.testing.RunningServer;
import dev.paystub.testing.ServerTest;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** How the console follows an account: across restarts, refusals and naps, and without end. */
@ServerTest
@InBrowser
class ConsoleStreamTests {

    private static final String PAGES_OF_THE_JOURNAL = "**/sandbox/requests?*";

    /** Makes a minute short, and counts the timers that read deliveries again. */
    private static final String QUICK_TIMERS =
            """
            const after = window.setTimeout, no = window.clearTimeout;
            const again = new Set();
            window.timers = {most: 0, now: () => again.size};
            window.setTimeout = (run, millis, ...rest) => {
                const id = after((...all) => { again.delete(id); run(...all); }, millis === 60000 ? 200 : millis, ...rest);
                if (millis === 700) again.add(id);
                window.timers.most = Math.max(window.timers.most, again.size);
                return id;
            };
            window.clearTimeout = id => { again.delete(id); no(id); };
            """;

    /** Makes fifteen seconds half a second. */
    private static final String QUICK_TIMEOUTS =
            """
            const timeout = AbortSignal.timeout.bind(AbortSignal);
            AbortSignal.timeout = millis => timeout(millis / 30);
            """;

    @LocalServerPort private int port;

    @Test
    @Tag("smoke")
    void listBeginsAnewWithAServerThatWasStartedAnew(Page page) throws Exception {
        var caller = Caller.fresh(port);
        for (var read = 0; read < 5; read++) {
            caller.get("/billing/invoices/%d".formatted(read));
        }
        var restarted = new Caller(RunningServer.shared().port(), caller.key());
        restarted.get("/billing/balance").succeeds();
        try (var relay = Relay.to(port)) {
            open(page, relay.port(), caller, "requests");
            assertThat(rows(page, "Requests")).hasCount(5);
            cut(relay, page);
            relay.mend(restarted.port());
            assertThat(rows(page, "Requests")).hasCount(1);
            assertThat(rows(page, "Requests").first()).containsText("/billing/balance");
            isLive(page);
            restarted.get("/services").succeeds();
            assertThat(rows(page, "Requests").first()).containsText("/services");
            assertThat(rows(page, "Requests")).hasCount(2);
        }
    }

    /** A server without a data directory begins anew, its numbers of requests too. */
    @Test
    void nothingOfAnAccountThatIsGoneStays(Page page) throws Exception {
        var caller = Caller.fresh(port);
        caller.post("/billing/invoices/funds", "{\"amount\": 12.34}").succeeds();
        caller.get("/billing/balance").succeeds();
        caller.get("/billing/currencies");
        var restarted = new Caller(RunningServer.shared().port(), caller.key());
        try (var relay = Relay.to(port)) {
            open(page, relay.port(), caller, "requests");
            assertThat(rows(page, "Requests")).hasCount(3);
            button(page, "+1d, advance by 1 day").click();
            assertThat(button(page, "Undo: advance by 1 day")).isVisible();
            cut(relay, page);
            restarted.get("/billing/invoices").succeeds();
            relay.mend(restarted.port());
            isLive(page);
            assertThat(rows(page, "Requests")).hasCount(1);
            assertThat(rows(page, "Requests").first()).containsText("/billing/invoices");
            // Its snapshots are gone, too.
            assertThat(button(page, "Undo: advance by 1 day")).hasCount(0);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Money")).click();
            assertThat(rows(page, "Invoices").first()).isVisible();
            assertThat(page.locator("main")).not().containsText("$12.34");
        }
    }

    @Test
    void journalThatWasEmptiedMeanwhileIsEmptyHere(Page page) throws Exception {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        try (var relay = Relay.to(port)) {
            open(page, relay.port(), caller, "requests");
            assertThat(rows(page, "Requests")).hasCount(1);
            cut(relay, page);
            caller.delete("/sandbox/requests").expect(204);
            caller.get("/services").succeeds();
            relay.mend();
            assertThat(rows(page, "Requests").first()).containsText("/services");
            assertThat(rows(page, "Requests")).hasCount(1);
        }
    }

    /** A connection that is taken and never answered must not be waited for without end. */
    @Test
    void serverThatHangsIsAskedAgain(BrowserContext context, Page page) throws Exception {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        context.addInitScript(QUICK_TIMEOUTS);
        try (var relay = Relay.to(port)) {
            open(page, relay.port(), caller, "requests");
            assertThat(rows(page, "Requests")).hasCount(1);
            relay.hold();
            isReconnecting(page);
            page.waitForCondition(() -> relay.holds("GET /sandbox/requests?"));
            caller.post("/billing/invoices/funds", "{\"amount\": 12.34}").succeeds();
            relay.mend();
            isLive(page);
            assertThat(rows(page, "Requests").first()).containsText("/billing/invoices/funds");
            page.keyboard().press("g");
            page.keyboard().press("m");
            assertThat(page.locator("main")).containsText("$12.34");
        }
    }

    @Test
    void serverThatHangsWhileAnAccountOpensIsAskedAgain(BrowserContext context, Page page)
            throws Exception {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        context.addInitScript(QUICK_TIMEOUTS);
        try (var relay = Relay.to(port)) {
            open(page, relay.port(), caller, "requests");
            relay.hold();
            isReconnecting(page);
            page.evaluate("location.hash = '#/w/sandbox/requests'");
            assertThat(page.locator("main")).containsText("The server cannot be reached");
            relay.mend();
            isLive(page);
        }
    }

    @Test
    void keyThatIsRefusedLaterIsSaidAndNotTriedForEver(Page page) throws Exception {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        try (var relay = Relay.to(port)) {
            open(page, relay.port(), caller, "requests");
            var asked = new AtomicInteger();
            page.route(
                    PAGES_OF_THE_JOURNAL,
                    route -> {
                        asked.incrementAndGet();
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setStatus(401)
                                        .setContentType("application/problem+json")
                                        .setBody("{\"detail\": \"This key was withdrawn\"}"));
                    });
            relay.cut();
            assertThat(page.locator("main")).containsText("This key was withdrawn");
            assertThat(page.locator(".live[data-live=refused]")).isVisible();
            assertThat(asked).hasValue(1);
            page.unroute(PAGES_OF_THE_JOURNAL);
            relay.mend();
            button(page, "Try again").click();
            isLive(page);
            assertThat(rows(page, "Requests")).hasCount(1);
        }
    }

    @Test
    void keyIsLookedForOnceTheServerIsThereAndNotMade(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        page.route("**/sandbox/**", Route::abort);
        var other = "late-" + UUID.randomUUID();
        page.navigate(ConsolePage.address(port, "/w/%s/requests".formatted(other)));
        assertThat(page.locator("main")).containsText("The server cannot be reached");
        page.unroute("**/sandbox/**");
        assertThat(page.locator("main")).containsText("No world " + other + " yet");
    }

    @Test
    void olderRequestsThatCannotBeReadAreSaid(Page page) {
        var caller = Caller.fresh(port);
        for (var read = 0; read < 201; read++) {
            caller.get("/billing/balance");
        }
        page.route(
                "**/sandbox/requests?*after=*",
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setStatus(500)
                                        .setContentType("application/problem+json")
                                        .setBody("{\"detail\": \"The journal cannot be read\"}")));
        open(page, caller, "requests?status=error");
        assertThat(page.locator(".toast")).containsText("The journal cannot be read");
    }

    @Test
    void pageThatNobodyLooksAtGivesItsConnectionBackAndCatchesUp(
            BrowserContext context, Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        context.addInitScript(QUICK_TIMERS);
        context.addInitScript(
                """
                Object.defineProperty(document, 'hidden', {get: () => Boolean(window.away)});
                window.look = away => {
                    window.away = away;
                    document.dispatchEvent(new Event('visibilitychange'));
                };
                """);
        open(page, caller, "requests");
        var ended = new AtomicInteger();
        context.onRequestFailed(request -> {
            if (request.url().contains("/requests/stream")) {
                ended.incrementAndGet();
            }
        });
        page.evaluate("look(true)");
        page.waitForCondition(() -> ended.get() == 1);
        caller.get("/services").succeeds();
        page.evaluate("look(false)");
        assertThat(rows(page, "Requests").first()).containsText("/services");
        isLive(page);
        caller.get("/billing/invoices").succeeds();
        assertThat(rows(page, "Requests").first()).containsText("/billing/invoices");
    }

    @Test
    void listOfRequestsIsBounded(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        open(page, caller, "requests");
        assertThat(rows(page, "Requests")).hasCount(1);
        page.evaluate(
                """
                async () => {
                    const {merge} = await import('./stream.js');
                    const {state} = await import('./store.js');
                    const [entry] = state.entries;
                    for (let from = 1; from <= 6000; from += 100) {
                        merge(Array.from({length: 100}, (_, at) => ({...entry, id: entry.id + from + at, request_id: `made-${from + at}`, path: `/billing/invoices/${from + at}`})));
                    }
                }
                """);
        assertThat(page.locator(".note")).containsText("The newest 5,000 requests are shown here.");
        assertThat(rows(page, "Requests").first()).containsText("/billing/invoices/6000");
        assertThat(rows(page, "Requests").first()).hasAttribute("aria-setsize", "5000");
    }

    @Test
    void pendingDeliveriesAreReadByOneTimerThatEndsWithThePanel(BrowserContext context, Page page) {
        var caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        var over = new CountDownLatch(1);
        try (var receiver = new Receiver()) {
            receiver.then(exchange -> Receiver.within(over, Duration.ofMinutes(1)));
            caller.post(
                            "/sandbox/webhooks",
                            "{\"url\": \"%s\", \"events\": [\"*\"]}".formatted(receiver.url("/")))
                    .expect(201);
            context.addInitScript(QUICK_TIMERS);
            open(page, caller, "webhooks");
            caller.post("/billing/invoices/funds", "{\"amount\": 12.34}").succeeds();
            receiver.await(1);
            assertThat(rows(page, "Deliveries").first()).containsText("pending");
            for (var second = 4; second < 8; second++) {
                caller.advance("PT1S");
                assertThat(page.locator(".now"))
                        .hasAttribute("data-now", "2024-06-09T15:23:4%d.444Z".formatted(second));
            }
            page.waitForCondition(() -> page.evaluate("timers.now()").equals(1));
            assertThat(page.evaluate("timers.most")).isEqualTo(1);
            page.keyboard().press("g");
            page.keyboard().press("m");
            assertThat(page.locator("main h1")).hasText("Money");
            page.waitForCondition(() -> page.evaluate("timers.now()").equals(0));
            over.countDown();
        }
    }

    @Test
    void deliveryThatARequestHasCausedIsFollowedUntilItHasCome(Page page) {
        var caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        var over = new CountDownLatch(1);
        try (var receiver = new Receiver()) {
            receiver.then(exchange -> {
                Receiver.within(over, Duration.ofMinutes(1));
                Receiver.status(exchange, 200, "ok");
            });
            caller.post(
                            "/sandbox/webhooks",
                            "{\"url\": \"%s\", \"events\": [\"*\"]}".formatted(receiver.url("/")))
                    .expect(201);
            open(page, caller, "requests");
            caller.post("/billing/invoices/funds", "{\"amount\": 12.34}").succeeds();
            var row = rows(page, "Requests").first();
            assertThat(row).containsText("/billing/invoices/funds");
            row.click();
            page.locator("#tab-webhooks").click();
            assertThat(page.locator("#tab-panel")).containsText("pending");
            over.countDown();
            assertThat(page.locator("#tab-panel")).containsText("delivered");
        }
    }
}
