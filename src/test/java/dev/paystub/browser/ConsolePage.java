package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Caller;
import java.io.IOException;

/** What the tests of the console do with its page. */
final class ConsolePage {

    /** The most elements that the page of a list has, whatever the list's length. */
    static final int MOST_ELEMENTS = 3_000;

    private ConsolePage() {}

    static String address(Caller caller, String panel) {
        return address(caller.port(), "/w/%s/%s".formatted(caller.key(), panel));
    }

    static String address(int port, String address) {
        return "http://localhost:%d/console/#%s".formatted(port, address);
    }

    /** Opens a panel of an account and waits until it is followed live. */
    static void open(Page page, Caller caller, String panel) {
        open(page, caller.port(), caller, panel);
    }

    /** Opens a panel of an account by another port than the server's. */
    static void open(Page page, int port, Caller caller, String panel) {
        page.navigate(address(port, "/w/%s/%s".formatted(caller.key(), panel)));
        assertThat(page.locator("[data-live=live] main h1")).not().isEmpty();
        isLive(page);
    }

    static void isLive(Page page) {
        assertThat(page.locator(".live[data-live=live]")).isVisible();
    }

    /** The server is missed: the header says so, and what would act is off. */
    static void isReconnecting(Page page) {
        assertThat(page.locator(".live[data-live=reconnecting]")).isVisible();
        assertThat(button(page, "+1d, advance by 1 day")).isDisabled();
    }

    /** Cuts a page off from its server, and waits until the page has noticed. */
    static void cut(Relay relay, Page page) throws IOException {
        relay.cut();
        isReconnecting(page);
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator list(Page page, String name) {
        return page.getByRole(
                AriaRole.LISTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator rows(Page page, String list) {
        return list(page, list).getByRole(AriaRole.OPTION);
    }

    static int elements(Page page) {
        return (Integer) page.evaluate("document.getElementsByTagName('*').length");
    }
}
