package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.button;
import static dev.paystub.browser.ConsolePage.cut;
import static dev.paystub.browser.ConsolePage.isLive;
import static dev.paystub.browser.ConsolePage.open;
import static dev.paystub.browser.ConsolePage.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.RunningServer;
import dev.paystub.testing.ServerTest;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What others do to an account while the console shows it, and a network that takes its time. */
@ServerTest
@InBrowser
class ConsoleMeanwhileTests {

    private static final String JUNE = "2024-06-09T15:23:43.444Z";
    private static final String FUNDS = "{\"amount\": 12.34}";

    @LocalServerPort private int port;

    @Test
    @Tag("smoke")
    void resetByAnotherClientLeavesNothingOfBefore(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        caller.post("/billing/invoices/funds", FUNDS).succeeds();
        open(page, caller, "requests");
        assertThat(rows(page, "Requests").first()).containsText("/billing/invoices/funds");
        caller.post("/sandbox/reset?scenario=overdue").expect(200);
        assertThat(page.locator("main")).not().containsText("/billing/invoices/funds");
        page.keyboard().press("g");
        page.keyboard().press("m");
        assertThat(rows(page, "Invoices").first()).isVisible();
        assertThat(page.locator("main")).containsText("Overdue");
        assertThat(page.locator("main")).not().containsText("$12.34");
        caller.get("/billing/balance").succeeds();
        page.keyboard().press("g");
        page.keyboard().press("r");
        assertThat(rows(page, "Requests").first()).containsText("/billing/balance");
    }

    /** The message of the stream that says so is missed. */
    @Test
    void resetWhileDisconnectedLeavesNothingOfBefore(Page page) throws Exception {
        var caller = Caller.frozenAt(port, JUNE);
        caller.post("/billing/invoices/funds", FUNDS).succeeds();
        try (var relay = Relay.to(port)) {
            open(page, new Caller(relay.port(), caller.key()), "requests");
            assertThat(rows(page, "Requests").first()).containsText("/billing/invoices/funds");
            cut(relay, page);
            caller.post("/sandbox/reset").expect(200);
            caller.get("/billing/balance").succeeds();
            relay.mend();
            isLive(page);
            assertThat(rows(page, "Requests").first()).containsText("/billing/balance");
            assertThat(page.locator("main")).not().containsText("/billing/invoices/funds");
        }
    }

    @Test
    void forkByAnotherClientIsListedAndDisturbsNothing(Page page) {
        // The other server's accounts are more than a list shows.
        var caller = Caller.frozenAt(RunningServer.shared().port(), JUNE);
        caller.post("/billing/invoices/funds", FUNDS).succeeds();
        open(page, caller, "worlds/accounts");
        var copy = new Caller(caller.port(), caller.key() + "-copy");
        assertThat(page.locator("main")).containsText(caller.key());
        caller.post("/sandbox/fork", "{\"keys\": [\"%s\"]}".formatted(copy.key())).expect(201);
        assertThat(page.locator("main")).containsText(copy.key());
        // What happens in the copy is seen there alone.
        copy.post("/billing/invoices/funds", "{\"amount\": 56.78}").succeeds();
        open(page, copy, "money/invoices");
        assertThat(page.locator("main")).containsText("$56.78");
        assertThat(page.locator("main")).containsText("$12.34");
        open(page, caller, "money/invoices");
        assertThat(page.locator("main")).containsText("$12.34");
        assertThat(page.locator("main")).not().containsText("$56.78");
    }

    @Test
    void checkoutThatIsPaidIsShown(BrowserContext context) {
        var caller = Caller.frozenAt(port, JUNE);
        String link =
                caller.post(
                                "/v1/organizations/billing/update?action=getpaymentlink&quantity=10"
                                        + "&org_id=1002")
                        .expect(200)
                        .at("$.response");
        var console = context.newPage();
        open(console, caller, "payments");
        assertThat(rows(console, "Payments").first()).containsText("open");
        var payer = context.newPage();
        payer.navigate(link);
        payer.getByText("Test cards").click();
        payer.locator("#test-cards button").first().click();
        button(payer, "Subscribe").click();
        assertThat(rows(console, "Payments").first()).containsText("complete");
        console.keyboard().press("g");
        console.keyboard().press("r");
        assertThat(rows(console, "Requests").first().locator(".tag")).hasText("page");
    }

    /** Nothing is sent when something falls due. */
    @Test
    void whatFallsDueOnARunningClockIsShown(Page page) {
        var caller = Caller.fresh(port);
        caller.post(
                        "/billing/orders",
                        "{\"pid\": 1, \"billingcycle\": \"hourly\", \"hostname\": \"a\", \"os\":"
                                + " \"\", \"sshkeys\": \"\"}")
                .succeeds();
        caller.advance("PT59M54S");
        open(page, caller, "requests");
        assertThat(page.locator(".balance")).hasText("$99.50");
        var shown = page.locator(".now").getAttribute("data-now");
        assertThat(page.locator(".balance")).hasText("$99.00");
        assertThat(page.locator(".now")).not().hasAttribute("data-now", shown);
    }

    @Test
    void accountIsShownInTwoTabsWhateverEitherDoes(BrowserContext context) {
        var caller = Caller.frozenAt(port, JUNE);
        var one = context.newPage();
        var other = context.newPage();
        open(one, caller, "money/invoices");
        open(other, caller, "requests");
        caller.post("/billing/invoices/funds", FUNDS).succeeds();
        assertThat(one.locator("main")).containsText("$12.34");
        assertThat(rows(other, "Requests").first()).containsText("/billing/invoices/funds");
        other.getByLabel("More about the clock").click();
        button(other, "Reset to “documented”").click();
        assertThat(one.locator("main")).not().containsText("$12.34");
        // A step of one tab is taken back by the other.
        button(one, "Undo: reset to documented").click();
        assertThat(one.locator("main")).containsText("$12.34");
        assertThat(button(other, "Undo: reset to documented")).hasCount(0);
        assertThat(rows(other, "Requests").first()).containsText("undone");
    }

    @Test
    void answerThatComesLateIsNotShownForAnotherAccount(Page page) {
        var slow = Caller.frozenAt(port, JUNE);
        slow.post("/billing/invoices/funds", FUNDS).succeeds();
        var quick = Caller.frozenAt(port, JUNE);
        quick.post("/billing/invoices/funds", "{\"amount\": 56.78}").succeeds();
        open(page, slow, "money/invoices");
        assertThat(page.locator("main")).containsText("$12.34");
        var held = new ArrayDeque<Route>();
        page.route(
                "**/sandbox/state*",
                route -> {
                    if (slow.key().equals(route.request().headerValue("x-api-key"))) {
                        held.add(route);
                    } else {
                        route.resume();
                    }
                });
        slow.post("/billing/invoices/funds", FUNDS).succeeds();
        page.waitForCondition(() -> !held.isEmpty());
        page.navigate(ConsolePage.address(quick, "money/invoices"));
        assertThat(page.locator("main")).containsText("$56.78");
        held.remove().resume();
        quick.post("/billing/invoices/funds", "{\"amount\": 90.12}").succeeds();
        assertThat(page.locator("main")).containsText("$90.12");
        assertThat(page.locator("main")).not().containsText("$12.34");
    }

    /** Between the reading of the account and that of the journal, of which no message tells. */
    @Test
    void whatHappensWhileAnAccountOpensIsShown(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        var held = new ArrayDeque<Route>();
        page.route("**/sandbox/requests?*", held::add); // a route of one time would not hold
        page.navigate(ConsolePage.address(caller, "money/invoices"));
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(rows(page, "Invoices").first()).isVisible();
        caller.post("/billing/invoices/funds", FUNDS).succeeds();
        held.remove().resume();
        assertThat(page.locator("main")).containsText("$12.34");
    }

    @Test
    void ofManyAccountsTheOpenOneTheUnusedAndTheLatestUsedAreListed(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        var many = new JsonArray();
        for (var number = 0; number < 400; number++) {
            var account = new JsonObject();
            account.addProperty("key", number == 350 ? caller.key() : "a-%d".formatted(number));
            account.addProperty("now", JUNE);
            if (number != 360) {
                account.addProperty("requests", 1);
                account.addProperty("last_used", "2026-01-01T00:00:00.%03dZ".formatted(number));
            }
            many.add(account);
        }
        var list = new JsonObject();
        list.add("accounts", many);
        page.route(
                "**/sandbox/accounts",
                route ->
                        route.fulfill(
                                new Route.FulfillOptions()
                                        .setContentType("application/json")
                                        .setBody(list.toString())));
        open(page, caller, "worlds/accounts");
        var rows = page.locator("main tbody tr");
        assertThat(rows.nth(0)).containsText(caller.key());
        assertThat(rows.nth(1)).containsText("a-360");
        assertThat(rows.nth(2)).containsText("a-399");
        assertThat(page.locator("main")).containsText("and 100 more");
    }

    @Test
    void buttonActsOnceHoweverSlowTheNetwork(BrowserContext context, Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "requests");
        var conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 400);
        conditions.addProperty("downloadThroughput", 50_000);
        conditions.addProperty("uploadThroughput", 50_000);
        context.newCDPSession(page).send("Network.emulateNetworkConditions", conditions);
        var day = button(page, "+1d, advance by 1 day");
        day.click();
        assertThat(day).hasAttribute("aria-busy", "true");
        day.dispatchEvent("click");
        assertThat(page.locator(".now")).hasAttribute("data-now", "2024-06-10T15:23:43.444Z");
        assertThat(day).not().hasAttribute("aria-busy", "true");
        isLive(page);
        caller.get("/billing/balance").succeeds();
        assertThat(rows(page, "Requests").first()).containsText("/billing/balance");
        assertThat(
                        caller.post(
                                        "/sandbox/requests/count",
                                        "{\"operation\": \"advanceClock\", \"source\":"
                                                + " \"console\"}")
                                .expect(200)
                                .<Integer>at("$.count"))
                .isEqualTo(1);
    }
}
