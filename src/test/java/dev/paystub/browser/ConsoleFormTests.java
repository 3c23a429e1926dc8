package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.button;
import static dev.paystub.browser.ConsolePage.open;
import static dev.paystub.browser.ConsolePage.rows;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a person types into the console stays until that person sends it or leaves it. */
@ServerTest
@InBrowser
class ConsoleFormTests {

    private static final String JUNE = "2024-06-09T15:23:43.444Z";
    private static final String FAULT =
            "{\"path\": \"/nowhere/%d\", \"times\": 1, \"status\": 503}";

    @LocalServerPort private int port;

    private static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /** Lets something happen that every panel shows, and waits until the page has it. */
    private static void somethingHappens(Page page, Caller caller) {
        for (var time = 1; time <= 2; time++) {
            caller.post("/sandbox/faults", FAULT.formatted(time)).expect(201);
            caller.advance("PT1S");
            assertThat(page.locator(".now"))
                    .hasAttribute("data-now", "2024-06-09T15:23:4%d.444Z".formatted(3 + time));
        }
        assertThat(page.locator(".armed")).containsText("2 faults are armed");
    }

    @ParameterizedTest
    @CsvSource({
        "money/ledger, 'Add funds, USD'",
        "money/services, Hostname",
        "money/cards, Payment method",
        "payments/{payment}, 'Coins that arrive, BTC'",
        "plans/1002, 'Quantity|Resources in use|New organization'",
        "plans/1001, Quantity",
        "webhooks/1, 'Drop the first|Delay, seconds'",
        "faults, 'Path, with * and **|Times|Skip first|Status|Delay, ms'",
        "worlds/snapshots, 'Name|New key'",
        "worlds/compare, With the snapshot or key"
    })
    void typedTextOutlivesALiveRefresh(String panel, String labels, Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        caller.post(
                        "/sandbox/webhooks",
                        "{\"url\": \"http://localhost:9/\", \"events\": [\"invoice.paid\"]}")
                .expect(201);
        String payment =
                caller.post(
                                "/billing/crypto/payments",
                                "{\"invoice_id\": 34, \"currency\": \"BTC\", \"case\": \"common\"}")
                        .succeeds()
                        .at("$.payment.id");
        open(page, caller, panel.replace("{payment}", payment));
        var fields = Arrays.stream(labels.split("\\|")).map(label -> field(page, label)).toList();
        fields.forEach(field -> field.fill("77"));
        somethingHappens(page, caller);
        fields.forEach(field -> assertThat(field).hasValue("77"));
    }

    @Test
    void choiceOutlivesALiveRefresh(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "faults");
        var method = page.locator("select[name=method]");
        method.selectOption("DELETE");
        somethingHappens(page, caller);
        assertThat(method).hasValue("DELETE");
    }

    @Test
    @Tag("smoke")
    void fieldThatWasSentShowsTheAccountAgain(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "plans/1001");
        var field = field(page, "Resources in use");
        field.fill("5");
        button(page, "Set").click();
        assertThat(page.locator(".toast")).containsText("uses 5 resources");
        assertThat(field).hasValue("5");
        caller.put("/sandbox/organizations/1001/resources", "{\"resources\": 7}").expect(200);
        assertThat(field).hasValue("7");
    }

    @Test
    void keyOfAForkIsTheAccountsOwn(Page page) {
        var caller = new Caller(port, "a=b~" + System.nanoTime());
        caller.get("/sandbox/clock").expect(200);
        page.navigate(
                ConsolePage.address(
                        port,
                        "/w/%s/worlds/snapshots".formatted(caller.key().replace("=", "%3D"))));
        assertThat(page.getByLabel("New key")).hasValue(caller.key() + "-copy");
    }

    @Test
    void escapeLeavesTheFilterUnchanged(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        open(page, caller, "requests");
        page.keyboard().press("/");
        page.keyboard().type("status:error");
        page.keyboard().press("Escape");
        assertThat(page.locator("[data-list]")).isFocused();
        assertThat(page.getByLabel("Filter requests")).hasValue("");
        assertThat(page).hasURL(Pattern.compile("/requests$"));
        assertThat(rows(page, "Requests")).hasCount(1);
        // Without a row there is no list that could take the focus.
        page.keyboard().press("/");
        page.keyboard().type("no-such-text");
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).containsText("No request matches");
        page.keyboard().type("other");
        page.keyboard().press("Escape");
        assertThat(page.locator("main")).isFocused();
        assertThat(page).hasURL(Pattern.compile("\\?q=no-such-text$"));
    }

    @Test
    void paletteHasARowForEachCommand(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/sandbox/clock").expect(200);
        open(page, caller, "requests");
        page.keyboard().press("Control+k");
        var found = page.locator("#palette-list [role=option]");
        page.keyboard().type("billing/update");
        assertThat(found.filter(new Locator.FilterOptions().setHasText("action=getpaymentlink")))
                .hasCount(1);
        page.keyboard().type(" nothing-of-the-kind");
        assertThat(found).hasCount(1);
        assertThat(found).hasText("Nothing matches.");
    }
}
