package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.open;
import static dev.paystub.browser.ConsolePage.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A minute of reading in an open console changes nothing that it shows. */
@ServerTest
@InBrowser
@Tag("slow")
class ConsoleLookingTests {

    private static final int MINUTE_MILLIS = 60_000;

    @LocalServerPort private int port;

    /** What looking must leave as it is. */
    private record Traces(List<String> requests, int departures, int covered, int faultsLeft) {

        /** Reads them; the journal, whose own reads are not in it, as the last. */
        static Traces of(Caller caller) {
            int covered = caller.get("/sandbox/coverage").expect(200).<Integer>at("$.covered");
            int left = caller.get("/sandbox/faults").expect(200).<Integer>at("$.faults[0].left");
            var journal = caller.get("/sandbox/requests").expect(200);
            return new Traces(
                    journal.at(
                            "$.requests[?(@.source != 'api' || @.operation != 'readCoverage' &&"
                                    + " @.operation != 'listFaults')].path"),
                    journal.<List<?>>at("$.requests[*].contract[*]").size(),
                    covered,
                    left);
        }
    }

    @Test
    void minuteOfLookingLeavesNoTrace(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        caller.post("/billing/invoices/funds", "{\"amount\": \"ten\"}");
        caller.post("/sandbox/faults", "{\"path\": \"/**\", \"times\": 3, \"status\": 503}")
                .expect(201);
        open(page, caller, "requests");
        Traces.of(caller); // covers what it reads
        var before = Traces.of(caller);
        assertThat(before.departures()).isPositive();

        var since = (Number) page.evaluate("performance.now()");
        var rounds = 0;
        while (((Number) page.evaluate("performance.now()")).doubleValue() - since.doubleValue()
                < MINUTE_MILLIS) {
            look(page);
            rounds++;
        }

        assertThat(rounds).isPositive();
        assertThat(Traces.of(caller)).isEqualTo(before);
        // It has been live, and is.
        caller.delete("/sandbox/faults").expect(204);
        caller.get("/billing/products").succeeds();
        assertThat(rows(page, "Requests").first()).containsText("/billing/products");
    }

    /** One round through all panels, by mouse and by keyboard. */
    private static void look(Page page) {
        for (var key : List.of("m", "p", "l", "w", "f", "o", "c", "r")) {
            page.keyboard().press("g");
            page.keyboard().press(key);
            assertThat(page.locator("main .loading")).hasCount(0);
        }
        rows(page, "Requests").first().click();
        for (var tab : List.of("Request", "Effects", "Webhooks", "Copy as", "Response")) {
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(tab)).first().click();
        }
        page.keyboard().press("Escape");
        page.keyboard().press("/");
        page.keyboard().type("status:error");
        page.keyboard().press("Enter");
        assertThat(rows(page, "Requests")).hasCount(1);
        page.getByLabel("Remove the filter status:error").click();
        page.keyboard().press("Escape");
        page.keyboard().press("Control+k");
        assertThat(page.getByLabel("Search and commands").getByRole(AriaRole.COMBOBOX)).isFocused();
        page.keyboard().type("invoice");
        assertThat(page.locator("#palette-0")).containsText("nvoice");
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        page.locator(".balance").click();
        assertThat(rows(page, "Changes of the balance").first()).isVisible();
        rows(page, "Changes of the balance").first().click();
        assertThat(page.locator(".split-detail h2")).isVisible();
        page.goBack();
        assertThat(page.locator("main h1")).hasText("Requests");
    }
}
