package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import com.sun.net.httpserver.SimpleFileServer;
import dev.paystub.testing.Accessibility;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The demo leads through both APIs in a browser. */
@ServerTest
@InBrowser
class DemoTests {

    private static final String CHAIN = "PT15S";

    @LocalServerPort private int port;

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void says(Page page, String text) {
        assertThat(page.locator("#status")).hasText(text);
    }

    private static FrameLocator cardFields(Page page) {
        return page.frameLocator("#card-element iframe");
    }

    private static void enterCard(Page page, String number) {
        var fields = cardFields(page);
        fields.getByLabel(Pattern.compile("card number", Pattern.CASE_INSENSITIVE)).fill(number);
        fields.getByLabel(Pattern.compile("expir", Pattern.CASE_INSENSITIVE)).fill("12 / 34");
        fields.getByLabel(Pattern.compile("cvc|security", Pattern.CASE_INSENSITIVE)).fill("123");
        fields.getByLabel(Pattern.compile("zip|postal", Pattern.CASE_INSENSITIVE)).fill("12345");
    }

    private Caller accountOf(Page page) {
        return new Caller(port, page.getByLabel("API key").inputValue());
    }

    /**
     * The tour. Where the seconds that a chain takes are not waited for, the account's clock is
     * advanced by them.
     */
    private void tour(Page page, boolean waiting) {
        says(page, "Ready.");
        var cards = page.locator("#cards tr");
        assertThat(cards).hasCount(2);

        enterCard(page, "5555555555554444");
        button(page, "Add card").click();
        says(page, "mastercard 4444 is added.");
        assertThat(cards).hasCount(3);
        enterCard(page, "4000000000009995");
        button(page, "Add card").click();
        assertThat(page.locator("#alert")).hasText("Your card has insufficient funds.");
        button(page, "Make MasterCard 4444 the default").click();
        assertThat(cards.nth(1)).containsText("MasterCard •••• 4444 (default)");
        button(page, "Delete Visa 4242").click();
        assertThat(cards).hasCount(2);

        assertThat(page.locator("#balance")).hasText("100.00");
        page.getByLabel("Amount, USD").fill("40.5");
        page.getByLabel("Coin").selectOption(new SelectOption().setValue("btc"));
        button(page, "Top up").click();
        assertThat(page.locator("#payment")).containsText("BTC");
        if (!waiting) {
            accountOf(page).advance(CHAIN);
        }
        assertThat(page.locator("#balance")).hasText("140.50");
        assertThat(page.locator("#payment")).containsText("finished");

        page.getByLabel("Hostname").fill("trainer-1");
        button(page, "Order").click();
        says(page, "trainer-1 is ordered.");
        assertThat(page.locator("#services")).containsText("trainer-1");

        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                .fill("Rocket <b>Labs</b>");
        button(page, "Create organization").click();
        says(page, "Rocket <b>Labs</b> is created.");
        button(page, "Subscribe").click();
        assertThat(page).hasTitle("Subscribe");
        page.getByText("Test cards").click();
        page.getByText("4242 4242 4242 4242").click();
        button(page, "Subscribe").click();
        page.getByText("Go back now").click();
        says(page, "The organization is subscribed.");
        assertThat(page.locator("#plan")).containsText("resource-based");

        button(page, "Change card").click();
        assertThat(page.locator(".present")).containsText("Visa •••• 4242");
        page.getByLabel("Card number").fill("5555555555554444");
        page.getByLabel("Expiration").fill("03 / 31");
        page.getByLabel("Security code").fill("123");
        page.getByLabel("Cardholder name").fill("Jenny Rosen");
        page.getByLabel("Postal code").fill("12345");
        button(page, "Save card").click();
        page.getByText("Go back now").click();
        says(page, "The card is changed.");
        assertThat(page.locator("#plan")).containsText("03/2031");

        button(page, "Cancel subscription").click();
        says(page, "The subscription is canceled.");
        assertThat(page.locator("#history tr")).hasCount(2);
    }

    @Test
    void tourGoesThroughEverything(Page page) {
        page.navigate("http://localhost:" + port + "/demo");
        tour(page, false);
        Accessibility.check(page);
    }

    @Test
    @Tag("slow")
    void copyOnAnotherOriginWorksAsWell(Page page) {
        var folder = Path.of("src/main/resources/static/demo").toAbsolutePath();
        var copy =
                SimpleFileServer.createFileServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        folder,
                        SimpleFileServer.OutputLevel.NONE);
        copy.start();
        try {
            page.navigate(
                    "http://127.0.0.1:%d/?server=http://localhost:%d"
                            .formatted(copy.getAddress().getPort(), port));
            tour(page, true);
        } finally {
            copy.stop(0);
        }
    }

    @Test
    void theOrganizationThatIsShownFirstCanSubscribe(Page page) {
        page.navigate("http://localhost:" + port + "/demo/");
        says(page, "Ready.");
        assertThat(page.locator("#plan")).containsText("free");

        button(page, "Subscribe").click();

        assertThat(page).hasTitle("Subscribe");
    }

    @Test
    @Tag("smoke")
    void keyOpensItsOwnWorld(Page page) {
        var caller = Caller.fresh(port);
        caller.post("/billing/stripe/cards", "{\"stripe_payment_method_id\": \"pm_card_amex\"}")
                .succeeds();
        page.navigate("http://localhost:" + port + "/demo/");
        says(page, "Ready.");
        page.getByLabel("API key").fill(caller.key());
        button(page, "Use this key").click();

        says(page, "This is the account of " + caller.key() + ".");
        assertThat(page.locator("#cards")).containsText("American Express •••• 0005");
        page.reload();
        says(page, "Ready.");
        assertThat(page.locator("#cards")).containsText("American Express •••• 0005");
    }
}
