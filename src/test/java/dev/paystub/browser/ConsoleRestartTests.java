package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.isLive;
import static dev.paystub.browser.ConsolePage.isReconnecting;
import static dev.paystub.browser.ConsolePage.open;
import static dev.paystub.browser.ConsolePage.rows;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.OwnDatabase;
import dev.paystub.testing.RunningServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console that stays open while its server stops, and starts again on the same port. */
@InBrowser
class ConsoleRestartTests {

    private static RunningServer startAgain(int port, Map<String, Object> environment) {
        var same = new HashMap<>(environment);
        same.put("SERVER_PORT", String.valueOf(port));
        return RunningServer.start(same);
    }

    @Test
    void accountThatIsKeptGoesOnWhereItWas(Page page, @TempDir Path folder) {
        var environment = OwnDatabase.inFolder(folder).environment();
        Caller caller;
        try (var server = RunningServer.start(environment)) {
            caller = Caller.fresh(server.port());
            caller.get("/billing/balance").succeeds();
            open(page, caller, "requests");
            assertThat(rows(page, "Requests")).hasCount(1);
        }
        isReconnecting(page);
        try (var _ = startAgain(caller.port(), environment)) {
            caller.post("/billing/invoices/funds", "{\"amount\": 12.34}").succeeds();
            isLive(page);
            assertThat(rows(page, "Requests")).hasCount(2);
            assertThat(rows(page, "Requests").first()).containsText("/billing/invoices/funds");
            assertThat(rows(page, "Requests").last()).containsText("/billing/balance");
            caller.get("/billing/invoices").succeeds();
            assertThat(rows(page, "Requests")).hasCount(3);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Money")).click();
            assertThat(page.locator("main")).containsText("$12.34");
        }
    }
}
