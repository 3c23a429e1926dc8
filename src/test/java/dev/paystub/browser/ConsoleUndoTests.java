package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.ConsolePage.button;
import static dev.paystub.browser.ConsolePage.open;
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

/** An undo takes back one step, of the account in which it was offered. */
@ServerTest
@InBrowser
class ConsoleUndoTests {

    private static final String JUNE = "2024-06-09T15:23:43.444Z";
    private static final String NEXT_DAY = "2024-06-10T15:23:43.444Z";
    private static final String THIRD_DAY = "2024-06-11T15:23:43.444Z";

    @LocalServerPort private int port;

    private static void clockShows(Page page, String instant) {
        assertThat(page.locator(".now")).hasAttribute("data-now", instant);
    }

    private static List<String> steps(Caller caller) {
        return caller.get("/sandbox/snapshots").expect(200).at("$.snapshots[*].name");
    }

    @Test
    void summaryOfAMoveOffersToUndoThatMoveOnly(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "money/cards");
        button(page, "+1d, advance by 1 day").click();
        var undo = page.locator(".moved").getByText("Undo");
        assertThat(undo).isVisible();
        button(page, "Delete card 4242").click();
        assertThat(page.locator(".toast")).containsText("Card 4242 deleted");
        // It would bring back the card, and leave the clock.
        assertThat(undo).hasCount(0);
        page.keyboard().press("u");
        assertThat(button(page, "Delete card 4242")).isVisible();
        clockShows(page, NEXT_DAY);
    }

    @Test
    void messageOffersToUndoItsOwnStepOnly(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "money/cards");
        button(page, "Delete card 4242").click();
        var undo = page.locator(".toast").getByText("Undo");
        assertThat(undo).isVisible();
        button(page, "+1d, advance by 1 day").click();
        clockShows(page, NEXT_DAY);
        assertThat(undo).hasCount(0);
        assertThat(page.locator(".toast")).containsText("Card 4242 deleted");
    }

    @Test
    void undosThatAreAskedForTogetherEachTakeAStepBack(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "requests");
        button(page, "+1d, advance by 1 day").click();
        clockShows(page, NEXT_DAY);
        button(page, "+1d, advance by 1 day").click();
        clockShows(page, THIRD_DAY);
        page.keyboard().press("u");
        page.keyboard().press("u");
        clockShows(page, JUNE);
        assertThat(button(page, "Undo")).isDisabled();
    }

    @Test
    void keyThatIsHeldDownActsOnce(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "requests");
        button(page, "+1d, advance by 1 day").click();
        clockShows(page, NEXT_DAY);
        button(page, "+1d, advance by 1 day").click();
        clockShows(page, THIRD_DAY);
        for (var repeat = 0; repeat < 5; repeat++) {
            page.keyboard().down("u");
        }
        page.keyboard().up("u");
        assertThat(page.locator(".toast").last()).containsText("Undone");
        clockShows(page, NEXT_DAY);
        // What is asked for now comes after all of that.
        button(page, "+1h, advance by 1 hour").click();
        clockShows(page, "2024-06-10T16:23:43.444Z");
        assertThat(steps(caller)).hasSize(2);
    }

    @Test
    void undoOfTheAccountBeforeIsGoneAfterASwitch(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        var other = Caller.frozenAt(port, JUNE);
        open(page, caller, "money/cards");
        button(page, "Delete card 4242").click();
        assertThat(page.locator(".toast").getByText("Undo")).isVisible();
        page.evaluate("address => { location.hash = address; }", "/w/" + other.key() + "/money");
        assertThat(page.getByLabel("Account", new Page.GetByLabelOptions().setExact(true)))
                .hasValue(other.key());
        assertThat(page.locator(".toast").getByText("Undo")).hasCount(0);
    }

    @Test
    void removalOfAFaultIsTakenBack(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        caller.post("/sandbox/faults", "{\"path\": \"/none\", \"times\": 1, \"status\": 503}")
                .expect(201);
        open(page, caller, "faults");
        button(page, "Remove all").click();
        assertThat(page.locator(".armed")).hasCount(0);
        page.locator(".toast").getByText("Undo").click();
        assertThat(page.locator(".armed")).isVisible();
        assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Rules")))
                .containsText("/none");
    }

    @Test
    @Tag("smoke")
    void cancellationOfASubscriptionIsTakenBack(Page page) {
        var caller = Caller.frozenAt(port, JUNE);
        open(page, caller, "plans/1001");
        button(page, "Cancel the subscription").click();
        assertThat(page.locator(".toast")).containsText("Subscription of Acme Cloud cancelled");
        assertThat(button(page, "Cancel the subscription")).hasCount(0);
        button(page, "Undo").last().click();
        assertThat(page.locator(".toast").last())
                .containsText("Undone: subscription of Acme Cloud");
        assertThat(button(page, "Cancel the subscription")).isVisible();
    }
}
