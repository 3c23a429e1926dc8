package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.StripeJsShop.api;
import static dev.paystub.browser.StripeJsShop.attach;
import static dev.paystub.browser.StripeJsShop.awaitDrawn;
import static dev.paystub.browser.StripeJsShop.frame;
import static dev.paystub.browser.StripeJsShop.input;
import static dev.paystub.browser.StripeJsShop.newestCard;
import static dev.paystub.browser.StripeJsShop.typeCard;
import static dev.paystub.browser.StripeJsShop.typePayment;
import static dev.paystub.browser.StripeJsShop.typeSplit;
import static dev.paystub.testing.NodeProject.NPM;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.NodeProject;
import dev.paystub.testing.ServerTest;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * A React page built from Stripe's unmodified npm packages ({@code src/test/stripe-js}) works with
 * the stand-in, built for production and, in StrictMode, for development. The browser extension
 * checks its console and its requests.
 */
@ServerTest
@InBrowser
class StripeJsReactTests {

    private static final Path SOURCE = Path.of("src/test/stripe-js");
    private static final Path BUILT = Path.of("target/stripe-js");
    private static final NodeProject NODE = new NodeProject(BUILT, "React page");
    private static final String FUTURE = "1240";
    private static final String PAYMENT_METHOD = "pm_";

    private static final String HTML =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
                <meta charset="utf-8">
                <title>React shop</title>
                <link rel="icon" href="data:,">
                <script src="http://localhost:%d/endive/stripe.js"></script>
            </head>
            <body><div id="root"></div><script type="module" src="/%s.js"></script></body>
            </html>
            """;

    @AutoClose private final StripeJsShop shop = new StripeJsShop();

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeAll
    static void build() throws Exception {
        NODE.assumeInstalled("node", NPM);
        NODE.copyFrom(SOURCE);
        NODE.install();
        NODE.run("node", "build.js");
    }

    @BeforeEach
    void newAccount() {
        caller = Caller.fresh(port);
    }

    private void open(Page page, String mode, String flow) {
        shop.put("/" + mode + ".js", BUILT.resolve("out").resolve(mode + ".js"));
        shop.put("/shop", HTML.formatted(port, mode));
        var secret =
                flow.equals("secret")
                        ? "&client_secret="
                                + api(caller, "/setup_intents")
                                        .expect(200)
                                        .<String>at("$.client_secret")
                        : "";
        page.navigate(
                shop.url("/shop?flow=%s&key=pk_test_%s%s".formatted(flow, caller.key(), secret)));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static String firstContainer(String flow) {
        return switch (flow) {
            case "card" -> "card";
            case "split" -> "number";
            default -> "payment";
        };
    }

    private static void type(Page page, String flow, String number) {
        switch (flow) {
            case "card" -> typeCard(page, "card", number, FUTURE, "123", "12345");
            case "split" -> typeSplit(page, number, FUTURE, "123");
            default -> typePayment(page, "payment", number, FUTURE, "123", "12345");
        }
    }

    private static Locator number(Page page, String flow) {
        return input(
                page,
                firstContainer(flow),
                flow.equals("card") || flow.equals("split") ? "cardnumber" : "number");
    }

    private static Locator result(Page page) {
        return page.locator("#result");
    }

    @ParameterizedTest
    @CsvSource({
        "production, card", "production, split", "production, deferred", "production, secret",
        "development, card", "development, split", "development, deferred", "development, secret"
    })
    void bindingsWorkUnchanged(String mode, String flow, Page page) {
        open(page, mode, flow);
        assertThat(page.locator("#events")).containsText("ready:function");

        // an incomplete number
        number(page, flow).pressSequentially("4242");
        button(page, "Save").click();
        assertThat(result(page))
                .hasText("validation_error incomplete_number: Your card number is incomplete.");

        // The options of the element and the provider change after mounting.
        button(page, "Toggle disabled").click();
        assertThat(number(page, flow)).not().isEditable();
        button(page, "Toggle disabled").click();
        assertThat(number(page, flow)).isEditable();
        button(page, "Toggle theme").click();
        if (firstContainer(flow).equals("payment")) {
            assertThat(frame(page, "payment").locator(".Field--number label"))
                    .hasCSS("color", "rgb(241, 243, 248)");
        }

        // The element and the provider are removed and added again, twice.
        for (var toggle :
                new String[] {
                    "Toggle element", "Toggle element", "Toggle provider", "Toggle provider"
                }) {
            var container = page.locator("#" + firstContainer(flow) + " iframe");
            awaitDrawn(page, firstContainer(flow));
            for (var count : new int[] {0, 1}) {
                button(page, toggle).click();
                assertThat(container).hasCount(count);
            }
        }

        // a card that is declined at the step at which Stripe declines it
        type(page, flow, "4000000000000002");
        button(page, "Save").click();
        if (flow.equals("secret")) {
            assertThat(result(page)).hasText("card_error card_declined: Your card was declined.");
        } else {
            assertThat(result(page)).containsText(PAYMENT_METHOD);
            attach(caller, result(page).textContent()).isUserError("Your card was declined.");
        }

        // A good card, with the events by which the page enables its button.
        type(page, flow, "5555555555554444");
        assertThat(page.locator("#events"))
                .containsText(Pattern.compile("focus:.*change:\\w+:true"));
        button(page, "Save").click();
        assertThat(result(page)).containsText(PAYMENT_METHOD);
        attach(caller, result(page).textContent()).succeeds();
        assertThat(newestCard(caller)).containsEntry("card_last_four", "4444");
        assertThat(page.locator("#events")).containsText("blur:");
    }
}
