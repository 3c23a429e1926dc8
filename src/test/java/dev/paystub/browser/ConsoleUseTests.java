package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.button;
import static dev.paystub.browser.ConsolePage.open;
import static dev.paystub.browser.ConsolePage.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions;
import com.microsoft.playwright.options.WaitUntilState;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.util.ArrayDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The console under quick hands, on a small screen, and with a request that hangs. */
@ServerTest
@InBrowser
class ConsoleUseTests {

    private static final String JUNE = "2024-06-09T15:23:43.444Z";
    private static final String FUNDS = "{\"amount\": 12.34}";

    /** Frames that come late, as on a machine that is busy. */
    private static final String LATE_FRAMES =
            "window.requestAnimationFrame = draw => setTimeout(draw, 300);";

    /** Makes five seconds short. */
    private static final String QUICK_TIMERS =
            """
            const after = window.setTimeout;
            window.setTimeout = (run, millis, ...rest) =>
                after(run, millis === 5000 ? 100 : millis, ...rest);
            """;

    @LocalServerPort private int port;

    private static void press(Page page, String... keys) {
        for (var key : keys) {
            page.keyboard().press(key);
        }
    }

    @Test
    void keysOfAPanelThatIsStillLoadingAreDoneOnceItIsThere(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        caller.post("/billing/invoices/funds", FUNDS).succeeds();
        open(page, caller, "requests");
        var held = new ArrayDeque<Route>();
        page.route("**/console/money.js", held::add);
        press(page, "g", "m", "j", "Enter");
        page.waitForCondition(() -> !held.isEmpty());
        held.remove().resume();
        assertThat(page.locator(".split-detail h2")).hasText("Invoice 72");
        assertThat(page.locator(".split-detail")).isFocused();
    }

    @Test
    void keysAfterCtrlKAreThePalettes(BrowserContext context, Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        caller.post("/billing/invoices/funds", FUNDS).succeeds();
        context.addInitScript(LATE_FRAMES);
        open(page, caller, "requests");
        var held = new ArrayDeque<Route>();
        page.route("**/sandbox/scenarios", held::add);
        press(page, "Control+k", "r", "e", "s", "e", "t", " ", "e", "m", "p", "t", "y", "Enter");
        page.waitForCondition(() -> !held.isEmpty());
        held.remove().resume();
        assertThat(page.locator(".toast")).containsText("Reset to empty");
    }

    @Test
    @Tag("smoke")
    void requestChosenInThePaletteIsSentByKeys(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "requests");
        press(page, "Control+k");
        page.keyboard().type("GET /billing/balance");
        press(page, "Enter");
        assertThat(page.getByLabel("Body")).isFocused();
        press(page, "Tab", "Control+Enter");
        assertThat(page.locator(".toast")).containsText("Sent: GET /billing/balance, 200");
        assertThat(rows(page, "Requests")).hasCount(2);
        assertThat(
                        caller.get("/sandbox/requests?order=desc&limit=1")
                                .<String>at("$.requests[0].source"))
                .isEqualTo("console");
    }

    @Test
    void refusedRequestIsSaidWithItsReason(Page page) {
        open(page, Caller.frozenAt(port, JUNE), "requests");
        press(page, "Control+k");
        page.keyboard().type("GET /billing/balance");
        press(page, "Enter");
        page.getByLabel("Path").fill("/billing/invoices/999999");
        press(page, "Control+Enter");
        assertThat(page.locator(".toast"))
                .containsText("GET /billing/invoices/999999: Invoice ID Not Found");
    }

    @Test
    void moduleThatDoesNotArriveIsSaid(Page page) {
        page.route("**/console/store.js", Route::abort);
        page.navigate(ConsolePage.address(Caller.fresh(port), "requests"));
        assertThat(page.locator("body")).containsText("Reload the page.");
    }

    @Test
    void phoneShowsTheDateAndNoMessageLiesOverWhatCanBeTapped(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        page.setViewportSize(390, 844);
        open(page, caller, "money/cards");
        assertThat(page.locator(".now").getByText("9 Jun 2024")).isInViewport();
        button(page, "Delete card 4242").click();
        assertThat(page.locator(".toast")).containsText("Card 4242 deleted");
        page.getByText("Invoices", new Page.GetByTextOptions().setExact(false)).first().click();
        assertThat(rows(page, "Invoices").first()).isVisible();
        assertThat(page.locator(".toast")).isInViewport();
        assertThat(
                        (Boolean)
                                page.evaluate(
                                        """
                                        () => ['.list', '.side'].every(name => {
                                            const {left, bottom} = document.querySelector(name).getBoundingClientRect();
                                            return document.elementFromPoint(left + 195, bottom - 4).closest(name);
                                        })
                                        """))
                .isTrue();
    }

    /** A table that is wider than a phone scrolls, and what can be done about a row stays. */
    @ParameterizedTest
    @ValueSource(strings = {"faults", "worlds/accounts", "coverage"})
    void phoneHasInViewWhatCanBeDoneAboutARow(String panel, Page page) {
        var caller = Caller.fresh(port);
        caller.post(
                        "/sandbox/faults",
                        "{\"path\": \"/billing/invoices/funds\", \"method\": \"POST\", \"skip\": 3,"
                                + " \"times\": 12, \"fault\": \"RANDOM_DATA_THEN_CLOSE\"}")
                .expect(201);
        Caller.fresh(port).get("/sandbox/clock").expect(200);
        page.setViewportSize(390, 844);
        open(page, caller, panel);
        var action = page.locator("main td:last-child button").first();
        action.scrollIntoViewIfNeeded();
        assertThat(action).isInViewport(new IsInViewportOptions().setRatio(1));
        page.locator("main .scroll").evaluate("it => it.scrollLeft = 0");
        assertThat(action).isInViewport(new IsInViewportOptions().setRatio(1));
    }

    /** Keys, paths and JSON are no words of a language. */
    @Test
    void noFieldIsCheckedForSpelling(Page page) {
        open(page, Caller.frozenAt(port, JUNE), "faults");
        press(page, "n");
        assertThat(page.getByLabel("Body")).isFocused();
        assertThat(
                        page.evaluate(
                                """
                                () => [...document.querySelectorAll('input, textarea')]
                                    .filter(field => field.spellcheck).length
                                """))
                .isEqualTo(0);
    }

    /** A button that was pressed may be gone with what it did. */
    @Test
    void focusStaysInThePanelWhenAButtonIsGone(Page page) {
        var caller = Caller.fresh(port);
        caller.post("/sandbox/faults", "{\"path\": \"/nowhere\", \"times\": 1, \"status\": 503}")
                .expect(201);
        open(page, caller, "faults");
        button(page, "Remove all").press("Enter");
        assertThat(button(page, "Remove all")).hasCount(0);
        assertThat(page.locator("main")).isFocused();
        var other = Caller.fresh(port);
        other.get("/sandbox/clock").expect(200);
        other.delete("/sandbox/requests").expect(204);
        open(page, other, "requests");
        button(page, "Send it for me").press("Enter");
        assertThat(button(page, "Send it for me")).hasCount(0);
        assertThat(page.locator("main [data-list]")).isFocused();
    }

    @Test
    void accountAndFirstRowsAreReadWhileTheModulesCome(BrowserContext context, Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        var read = new CopyOnWriteArrayList<String>();
        context.onRequest(request -> read.add(request.url().replaceFirst(".*/sandbox/", "")));
        var held = new ArrayDeque<Route>();
        page.route("**/console/app.js", held::add);
        page.waitForRequest(
                "**/sandbox/requests?*limit=60",
                () ->
                        page.navigate(
                                ConsolePage.address(caller, "requests"),
                                new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT)));
        page.waitForCondition(() -> !held.isEmpty());
        held.remove().resume();
        assertThat(rows(page, "Requests")).hasCount(1);
        ConsolePage.isLive(page);
        assertThat(read).filteredOn(url -> url.startsWith("requests?")).hasSize(1);
        assertThat(read).filteredOn("accounts"::equals).hasSize(1);
    }

    /** A fault rule may delay what a button sends by a minute. */
    @Test
    void stepThatHangsKeepsNoOtherWaiting(BrowserContext context, Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        context.addInitScript(QUICK_TIMERS);
        open(page, caller, "money/cards");
        var held = new ArrayDeque<Route>();
        page.route("**/billing/stripe/cards/*", held::add);
        button(page, "Delete card 4242").click();
        assertThat(page.locator(".toast")).containsText("No answer yet: card 4242 deleted");
        button(page, "+1d, advance by 1 day").click();
        assertThat(page.locator(".now")).hasAttribute("data-now", "2024-06-10T15:23:43.444Z");
        held.remove().resume();
        assertThat(page.locator(".toast").last()).containsText("Card 4242 deleted");
        press(page, "u");
        assertThat(page.locator(".now")).hasAttribute("data-now", JUNE);
        assertThat(button(page, "Delete card 4242")).isVisible();
    }
}
