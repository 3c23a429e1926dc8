package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.button;
import static dev.paystub.browser.ConsolePage.cut;
import static dev.paystub.browser.ConsolePage.isLive;
import static dev.paystub.browser.ConsolePage.open;
import static dev.paystub.browser.ConsolePage.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Accessibility;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The console shows an account's requests, money and time as they happen, and changes nothing by
 * looking.
 */
@ServerTest
@InBrowser
class ConsoleTests {

    private static final String JUNE = "2024-06-09T15:23:43.444Z";
    private static final List<String> PANELS =
            List.of(
                    "requests",
                    "money",
                    "payments",
                    "plans",
                    "webhooks",
                    "faults",
                    "worlds",
                    "coverage");

    @LocalServerPort private int port;

    private String console(String address) {
        return ConsolePage.address(port, address);
    }

    private static int journalled(Caller caller) {
        return caller.post("/sandbox/requests/count", "{}").expect(200).<Integer>at("$.count");
    }

    @Test
    void lookingLeavesNoTraceInJournalCoverageAndFaults(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        caller.post("/sandbox/faults", "{\"path\": \"/**\", \"times\": 1, \"status\": 503}")
                .expect(201);
        var covered = caller.get("/sandbox/coverage").expect(200).<Integer>at("$.covered");
        var requests = journalled(caller);
        for (var panel : PANELS) {
            open(page, caller, panel);
            assertThat(page.locator(".side [aria-current]"))
                    .containsText(Pattern.compile(panel, Pattern.CASE_INSENSITIVE));
            page.reload();
        }
        assertThat(page.locator("main")).containsText("exercised");
        assertThat(journalled(caller)).isEqualTo(requests);
        assertThat(caller.get("/sandbox/coverage").expect(200).<Integer>at("$.covered"))
                .isEqualTo(covered);
        assertThat(caller.get("/sandbox/faults").expect(200).<Integer>at("$.faults[0].left"))
                .isEqualTo(1);
    }

    @Test
    void keyThatIsTypedOpensAndMakesNothing(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "requests");
        var other = "typed-" + UUID.randomUUID();
        page.getByLabel("Account", new Page.GetByLabelOptions().setExact(true)).fill(other);
        // the list of accounts lies over the buttons
        page.evaluate("document.activeElement.blur()");
        button(page, "+1h, advance by 1 hour").click();
        assertThat(page.locator(".now")).hasAttribute("data-now", "2024-06-09T16:23:43.444Z");
        assertThat(page.getByLabel("Account", new Page.GetByLabelOptions().setExact(true)))
                .hasValue(caller.key());
        assertThat(accounts(caller)).contains(caller.key()).doesNotContain(other);
    }

    @Test
    @Tag("smoke")
    void unknownKeyIsMadeOnlyWhenItIsAskedFor(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/sandbox/clock").expect(200);
        open(page, caller, "requests");
        var other = "made-" + UUID.randomUUID();
        var account = page.getByLabel("Account", new Page.GetByLabelOptions().setExact(true));
        account.fill(other);
        account.press("Enter");
        assertThat(page.locator("main")).containsText("No world " + other + " yet");
        assertThat(accounts(caller)).doesNotContain(other);
        page.locator("main select").selectOption("overdue");
        button(page, "Create world “%s”".formatted(other)).click();
        isLive(page);
        page.navigate(console("/w/%s/money/invoices".formatted(other)));
        assertThat(page.locator("main")).containsText("Overdue");
    }

    private static List<String> accounts(Caller caller) {
        return caller.get("/sandbox/accounts").expect(200).at("$.accounts[*].key");
    }

    @Test
    void switchingLeavesNothingOfTheAccountBefore(Page page) {
        var caller = Caller.fresh(port);
        caller.post("/billing/invoices/funds", "{\"amount\": 12.34}").succeeds();
        open(page, caller, "money/invoices");
        assertThat(page.locator("main")).containsText("$12.34");
        page.navigate(console("/w/invalid-key/money/invoices"));
        assertThat(page.locator("main")).containsText("invalid-key");
        assertThat(page.locator("body")).not().containsText("$12.34");
        assertThat(page.locator(".balance")).hasCount(0);
        assertThat(page.locator(".clock")).hasCount(0);
    }

    @Test
    @Tag("smoke")
    void requestsAppearAsTheyHappen(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        caller.get("/billing/balance").succeeds();
        open(page, caller, "requests");
        assertThat(rows(page, "Requests").first()).containsText("/billing/balance");
        caller.post(
                        "/billing/orders",
                        "{\"pid\": 1, \"billingcycle\": \"hourly\", \"hostname\": \"a\", \"os\":"
                                + " \"\", \"sshkeys\": \"\"}")
                .succeeds();
        assertThat(rows(page, "Requests").first()).containsText("/billing/orders");
        assertThat(page.locator(".balance")).hasText("$99.50");
        caller.advance("PT1H");
        assertThat(rows(page, "Requests").first()).containsText("clock +1 hour");
        assertThat(page.locator(".balance")).hasText("$99.00");
    }

    @Test
    void twoTabsShowWhatEitherDoes(BrowserContext context) {
        var caller = Caller.frozenAt(port, JUNE);
        var one = context.newPage();
        var other = context.newPage();
        open(one, caller, "requests");
        open(other, caller, "money/invoices");
        button(one, "+1d, advance by 1 day").click();
        assertThat(other.locator(".now")).hasAttribute("data-now", "2024-06-10T15:23:43.444Z");
        button(other, "Undo: advance by 1 day").click();
        assertThat(one.locator(".now")).hasAttribute("data-now", JUNE);
    }

    @Test
    @Tag("smoke")
    void failedOrderSaysWhyAndLeadsToItsConsequences(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        var order =
                "{\"pid\": %d, \"billingcycle\": \"hourly\", \"hostname\": \"a\", \"os\": \"\","
                        + " \"sshkeys\": \"\"}";
        caller.post("/billing/orders", order.formatted(1)).succeeds();
        caller.post("/billing/orders", order.formatted(999));
        open(page, caller, "requests?status=error");
        assertThat(rows(page, "Requests")).hasCount(1);
        rows(page, "Requests").first().click();
        assertThat(page.locator(".reason")).containsText("Nothing was changed.");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Remove the filter status:error"))
                .click();
        rows(page, "Requests").nth(1).click();
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^invoice ")))
                .first()
                .click();
        assertThat(page.locator(".split-detail"))
                .containsText("It was asked for by POST /billing/orders.");
    }

    @Test
    void statesOfAllKindsAreVisible(Page page) {
        var caller = Caller.fresh(port);
        caller.post("/sandbox/reset?scenario=past-due-subscription").expect(200);
        int invoice =
                caller.post("/billing/invoices/funds", "{\"amount\": 25}")
                        .succeeds()
                        .<Integer>at("$.invoice_id");
        caller.post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": %d, \"currency\": \"BTC\", \"case\": \"common\"}"
                                .formatted(invoice))
                .succeeds();
        open(page, caller, "plans");
        assertThat(page.locator("main")).containsText("past due");
        page.navigate(console("/w/%s/payments".formatted(caller.key())));
        assertThat(rows(page, "Payments").first()).containsText("waiting");
    }

    @Test
    void resetIsTakenBack(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        caller.post("/billing/invoices/funds", "{\"amount\": 12.34}").succeeds();
        open(page, caller, "money/invoices");
        page.getByLabel("More about the clock").click();
        button(page, "Reset to “documented”").click();
        var toast = page.locator(".toast");
        assertThat(toast).containsText("Reset to documented");
        assertThat(toast).isInViewport();
        assertThat(page.locator("main")).not().containsText("$12.34");
        toast.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Undo")).click();
        assertThat(page.locator("main")).containsText("$12.34");
        assertThat(page.locator(".now")).hasAttribute("data-now", JUNE);
    }

    @Test
    @Tag("smoke")
    void moveOfTheClockIsSummedUpAndTakenBack(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "money/invoices");
        button(page, "+1mo, advance by 1 month").click();
        assertThat(page.locator(".moved")).containsText(Pattern.compile("[0-9]+ things: "));
        assertThat(page.locator(".now")).hasAttribute("data-now", "2024-07-09T15:23:43.444Z");
        // Focus stays on what was pressed.
        assertThat(button(page, "+1mo, advance by 1 month")).isFocused();
        page.keyboard().press("u");
        assertThat(page.locator(".now")).hasAttribute("data-now", JUNE);
        assertThat(page.locator(".moved")).hasCount(0);
        page.keyboard().press(".");
        assertThat(page.locator(".now")).not().hasAttribute("data-now", JUNE);
    }

    @Test
    void addressKeepsKeyPanelAndFilter(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        caller.get("/billing/invoices/9999");
        open(page, caller, "requests");
        page.keyboard().press("/");
        page.keyboard().type("status:error ");
        page.keyboard().press("Enter");
        assertThat(page)
                .hasURL(Pattern.compile("#/w/%s/requests\\?status=error$".formatted(caller.key())));
        assertThat(rows(page, "Requests")).hasCount(1);
        page.reload();
        assertThat(rows(page, "Requests")).hasCount(1);
        assertThat(button(page, "Remove the filter status:error")).isVisible();
        // Without a key in the address the last one is opened.
        page.navigate("about:blank");
        page.navigate("http://localhost:%d/console/".formatted(port));
        assertThat(page).hasURL(Pattern.compile("#/w/%s/requests$".formatted(caller.key())));
    }

    @Test
    void traceOfAResponseLeadsToItsRequest(Page page) {
        var caller = Caller.fresh(port);
        var trace =
                caller.get("/billing/balance")
                        .succeeds()
                        .headers()
                        .firstValue("Paystub-Trace")
                        .orElseThrow();
        open(page, caller, "money");
        page.navigate(trace);
        assertThat(page.locator(".detail h2")).containsText("/billing/balance");
    }

    @Test
    void serverThatStopsIsMissedAndFoundAgain(Page page) throws Exception {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        try (var relay = Relay.to(port)) {
            page.navigate(
                    "http://localhost:%d/console/#/w/%s/requests"
                            .formatted(relay.port(), caller.key()));
            isLive(page);
            cut(relay, page);
            caller.get("/billing/invoices").succeeds();
            relay.mend();
            isLive(page);
            assertThat(rows(page, "Requests").first()).containsText("/billing/invoices");
        }
    }

    @Test
    void busyAccountIsAListOfWhatIsInView(Page page) {
        var caller = Caller.fresh(port);
        caller.post("/sandbox/reset?scenario=busy").expect(200);
        open(page, caller, "money/invoices");
        assertThat(rows(page, "Invoices").first()).isVisible();
        var total = Integer.parseInt(rows(page, "Invoices").first().getAttribute("aria-setsize"));
        assertThat(total).isGreaterThan(200);
        assertThat(rows(page, "Invoices").count()).isLessThan(80);
        assertThat((Integer) page.evaluate("document.documentElement.scrollHeight"))
                .isLessThanOrEqualTo(page.viewportSize().height);
        page.getByRole(AriaRole.LISTBOX, new Page.GetByRoleOptions().setName("Invoices"))
                .press("End");
        assertThat(page.locator("[aria-selected=true][aria-posinset='%d']".formatted(total)))
                .isVisible();
    }

    @Test
    @Tag("smoke")
    void everythingIsReachedByKeyboard(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        caller.post("/billing/invoices/funds", "{\"amount\": 12.34}").succeeds();
        open(page, caller, "requests");
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(page.locator(".split-detail")).isFocused();
        assertThat(page.locator(".detail h2")).containsText("/billing/invoices/funds");
        page.keyboard().press("r");
        assertThat(page.locator(".toast")).containsText("Sent: POST /billing/invoices/funds");
        page.keyboard().press("Escape");
        assertThat(page.locator("[data-list]")).isFocused();
        page.keyboard().press("g");
        page.keyboard().press("m");
        assertThat(page.locator("main h1")).hasText("Money");
        page.keyboard().press("Control+k");
        assertThat(
                        page.getByRole(
                                AriaRole.COMBOBOX,
                                new Page.GetByRoleOptions().setName("Search and commands")))
                .isFocused();
        page.keyboard().type("reset empty");
        assertThat(page.locator("#palette-0")).containsText("Reset to empty");
        page.keyboard().press("Enter");
        assertThat(page.locator(".toast").last()).containsText("Reset to empty");
        page.keyboard().press("u");
        assertThat(page.locator("main")).containsText("$12.34");
        page.keyboard().press("?");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("fail next time");
    }

    @Test
    void wrongInputIsExplainedBesideItsField(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/sandbox/clock").expect(200);
        open(page, caller, "money/ledger");
        page.getByLabel("Add funds, USD").fill("ten");
        button(page, "Make an invoice").click();
        assertThat(page.locator(".form .wrong"))
                .hasText("✕ Write an amount in dollars, such as 25 or 25.50.");
        page.getByLabel("More about the clock").click();
        button(page, "Freeze at it").click();
        assertThat(page.locator(".menu .wrong")).hasText("✕ Choose a date and a time first.");
    }

    @Test
    @Tag("smoke")
    void requestIsMadeToFailNextTime(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/invoices/34").succeeds();
        open(page, caller, "requests");
        rows(page, "Requests").first().click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Fail next time"))
                .click();
        button(page, "Arm the rule").click();
        assertThat(page.locator(".armed")).isVisible();
        caller.get("/billing/invoices/41").expect(402);
        assertThat(page.locator(".armed")).hasCount(0);
        assertThat(page.locator("main")).containsText("spent");
    }

    @Test
    void emptyWorldTeachesTheFirstRequest(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/sandbox/clock").expect(200);
        caller.delete("/sandbox/requests").expect(204);
        open(page, caller, "requests");
        assertThat(page.locator(".empty")).containsText("Waiting for your first request");
        assertThat(page.locator(".empty .code")).containsText("X-API-Key: " + caller.key());
        button(page, "Send it for me").click();
        assertThat(rows(page, "Requests").first()).containsText("/billing/invoices");
        assertThat(rows(page, "Requests").first().locator(".tag")).hasText("console");
    }

    /** Moves of the clock and resets are no requests of an application. */
    @Test
    void worldThatWasResetTeachesTheFirstRequestToo(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/sandbox/clock").expect(200);
        caller.delete("/sandbox/requests").expect(204);
        open(page, caller, "worlds/scenarios");
        button(page, "+1d, advance by 1 day").click();
        assertThat(page.locator(".moved")).isVisible();
        page.navigate(console("/w/%s/requests".formatted(caller.key())));
        assertThat(rows(page, "Requests")).hasCount(1);
        assertThat(page.locator(".empty")).containsText("Waiting for your first request");
        assertThat(rows(page, "Requests").first()).isInViewport();
        caller.get("/billing/balance").succeeds();
        assertThat(rows(page, "Requests")).hasCount(2);
        assertThat(page.locator(".empty")).hasCount(0);
    }

    @Test
    @Tag("smoke")
    void forkAndComparisonShowWhatDiffers(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "worlds/snapshots");
        var copy = caller.key() + "-copy";
        button(page, "Fork").click();
        assertThat(page.locator(".toast")).containsText("Forked as " + copy);
        caller.post("/billing/invoices/funds", "{\"amount\": 12.34}").succeeds();
        page.navigate(console("/w/%s/worlds/compare?against=%s".formatted(caller.key(), copy)));
        assertThat(page.locator("main")).containsText("/invoices/72");
    }

    /**
     * Of all accounts of the tests' server, the page learns of this one and nine others: axe-core
     * looks at each of 300 rows for half a minute, and a row is like another.
     */
    private static void showsFewAccounts(Page page, Caller caller) {
        page.route(
                "**/sandbox/accounts",
                route -> {
                    var response = route.fetch();
                    var list = JsonParser.parseString(response.text()).getAsJsonObject();
                    var few = new JsonArray();
                    for (var account : list.getAsJsonArray("accounts")) {
                        var isIt =
                                account.getAsJsonObject()
                                        .get("key")
                                        .getAsString()
                                        .equals(caller.key());
                        if (isIt || few.size() < 9) {
                            few.add(account);
                        }
                    }
                    list.add("accounts", few);
                    route.fulfill(
                            new Route.FulfillOptions()
                                    .setResponse(response)
                                    .setBody(list.toString()));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requests",
                "money/invoices/34",
                "money/ledger",
                "money/services",
                "money/cards",
                "payments",
                "plans/1001",
                "webhooks",
                "faults",
                "worlds/scenarios",
                "worlds/snapshots",
                "worlds/accounts",
                "worlds/compare",
                "coverage",
                "coverage/outcomes",
                "coverage/transitions"
            })
    void panelIsAccessibleInLightAndDarkAndOnAPhone(String panel, Page page) {
        var caller = Caller.fresh(port);
        caller.post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": 34, \"currency\": \"BTC\", \"case\": \"common\"}")
                .succeeds();
        caller.get("/billing/invoices/9999");
        showsFewAccounts(page, caller);
        open(page, caller, panel);
        if (panel.equals("requests")) {
            rows(page, "Requests").first().click();
        }
        assertThat(page.locator("main .loading")).hasCount(0);
        Accessibility.check(page);
        var names =
                page.locator("main button:visible").all().stream()
                        .map(it ->
                                it.getAttribute("aria-label") == null
                                        ? it.innerText()
                                        : it.getAttribute("aria-label"))
                        .toList();
        assertThat(names).as("names of buttons").doesNotHaveDuplicates();
    }
}
