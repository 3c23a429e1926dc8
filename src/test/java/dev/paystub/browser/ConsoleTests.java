package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Accessibility;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The console shows an account's state and coverage, and can do everything that curl can. */
@ServerTest
@InBrowser
class ConsoleTests {

    @LocalServerPort private int port;

    private static void click(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    @Test
    void consoleMakesInvoicesAndLetsTimePass(Page page) {
        var caller = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        page.navigate("http://localhost:%d/console/".formatted(port));
        page.locator("#key").fill(caller.key());
        click(page, "Open");
        assertThat(page.locator("#balance")).hasText("100.00 USD");
        assertThat(page.locator("#invoices tr")).hasCount(5);
        click(page, "Make invoice");
        assertThat(page.locator("#message")).hasText("Invoice made");
        assertThat(page.locator("#invoices tr")).hasCount(6);
        click(page, "+1 month");
        assertThat(page.locator("#now")).hasText("2024-07-09T15:23:43.444Z");
        assertThat(page.locator("#effects")).containsText("billing record");
        Accessibility.check(page);
    }

    @Test
    void coveragePageShowsWhatWasExercised(Page page) {
        var caller = Caller.fresh(port);
        caller.get("/billing/balance").succeeds();
        page.navigate("http://localhost:%d/console/coverage.html".formatted(port));
        page.locator("#key").fill(caller.key());
        click(page, "Show");
        // The page has shown another account before.
        assertThat(page.locator("#count")).hasText(Pattern.compile("^2 of [0-9]+$"));
        assertThat(page.locator("#operations .covered")).hasText("puregpugetBalanceyes");
        assertThat(page.locator("#outcomes .covered")).hasText("getBalance200yes");
        assertThat(page.locator("#transitions .covered")).hasCount(0);
        Accessibility.check(page);
    }
}
