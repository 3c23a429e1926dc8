package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Accessibility;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page of a payment link, in a browser. */
@ServerTest
@InBrowser
class CheckoutPageTests {

    private static final String BILLING = "/v1/organizations/billing";
    private static final String NOW = "2024-04-01T00:00:00Z";
    private static final String FREE_ORGANIZATION = "1002";

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, NOW);
    }

    private String paymentLink(String parameters) {
        return caller.post(
                        BILLING
                                + "/update?action=getpaymentlink&quantity=10&org_id="
                                + FREE_ORGANIZATION
                                + parameters)
                .expect(200)
                .at("$.response");
    }

    private String paymentLink() {
        return paymentLink("");
    }

    private Reply describe() {
        return caller.get(BILLING + "/describe?org_id=" + FREE_ORGANIZATION).expect(200);
    }

    private void isSubscribedUntil(String expiry) {
        assertThat(describe().<String>at("$.response.subscription.plan"))
                .isEqualTo("resource-based");
        assertThat(describe().<String>at("$.response.subscription.payment_exp")).isEqualTo(expiry);
    }

    private void isNotSubscribed() {
        assertThat(describe().<String>at("$.response.subscription.plan")).isEqualTo("free");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void fill(Page page, String number, String expiry, String cvc) {
        page.getByLabel("Card number").fill(number);
        page.getByLabel("Expiration").fill(expiry);
        page.getByLabel("Security code").fill(cvc);
        page.getByLabel("Cardholder name").fill("Jenny Rosen");
        page.getByLabel("Postal code").fill("12345");
    }

    /** Fills the form by a click in the drawer of test cards. */
    private static void chooseTestCard(Page page, String number) {
        page.getByText("Test cards").click();
        var card =
                page.locator("#test-cards button")
                        .filter(new Locator.FilterOptions().setHasText(Pattern.compile(number)));
        if (!card.isVisible()) {
            page.getByText("More", new Page.GetByTextOptions().setExact(true)).click();
        }
        card.click();
    }

    @Test
    void testCardsAreGroupedByWhatHappens(Page page) {
        page.navigate(paymentLink());
        page.getByText("Test cards").click();

        assertThat(page.locator("#test-cards h3"))
                .hasText(new String[] {"Works", "Declined", "3-D Secure", "Renewal fails"});
        assertThat(page.locator("#test-cards button:visible")).hasCount(12);
        assertThat(page.getByText("4000 0566 5566 5556")).isHidden();
        Accessibility.check(page);
        page.getByText("More", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.getByText("4000 0566 5566 5556")).isVisible();
        Accessibility.check(page);
    }

    @Test
    void aPageWhoseAccountWasResetInvitesNobody(Page page) {
        page.navigate(paymentLink());
        fill(page, "4242424242424242", "12 / 34", "123");
        caller.post("/sandbox/reset").expect(200);

        button(page, "Subscribe").click();

        assertThat(page.locator("h1")).hasText("This link leads nowhere");
        assertThat(button(page, "Subscribe")).hasCount(0);
        isNotSubscribed();
    }

    @Test
    void aPageThatIsLookedAtAgainNoticesTheReset(Page page) {
        page.navigate(paymentLink());
        caller.post("/sandbox/reset").expect(200);

        page.evaluate("dispatchEvent(new Event('focus'))");

        assertThat(page.locator("h1")).hasText("This link leads nowhere");
    }

    @Test
    void lookingAtAPageAgainLeavesNothingInTheJournal(BrowserContext context, Page page) {
        page.navigate(paymentLink());
        var before = caller.post("/sandbox/requests/count", "{}").expect(200).body();
        var asked = new AtomicInteger();
        context.onResponse(response -> {
            if (response.request().method().equals("HEAD")) {
                asked.incrementAndGet();
            }
        });
        // as when a person comes back to the tab
        page.evaluate(
                "() => { document.dispatchEvent(new Event('visibilitychange'));"
                        + " dispatchEvent(new Event('focus')); }");
        page.waitForCondition(() -> asked.get() > 0);
        assertThat(caller.post("/sandbox/requests/count", "{}").expect(200).body())
                .isEqualTo(before);
        caller.post("/sandbox/reset").expect(200);
        page.evaluate("dispatchEvent(new Event('focus'))");
        assertThat(page.locator("h1")).hasText("This link leads nowhere");
        assertThat(asked).hasValue(2);
    }

    private static void saysThankYou(Page page) {
        assertThat(page.locator("h1")).hasText("Thank you. You are subscribed.");
    }

    @Test
    @Tag("smoke")
    void personTypesACardAndIsSubscribed(Page page) {
        page.navigate(paymentLink());
        assertThat(page).hasTitle("Subscribe");
        for (var shown : List.of("Free Org", "owner@example.com", "$5.99", "$59.90")) {
            assertThat(page.getByText(shown).first()).isVisible();
        }
        Accessibility.check(page);

        // by keyboard alone: a full field moves the focus to the next one
        assertThat(page.getByLabel("Card number")).isFocused();
        page.keyboard().type("5555555555554444");
        assertThat(page.getByLabel("Card number")).hasValue("5555 5555 5555 4444");
        assertThat(page.locator("#brand")).hasText("Mastercard");
        assertThat(page.getByLabel("Expiration")).isFocused();
        page.keyboard().type("631");
        assertThat(page.getByLabel("Expiration")).hasValue("06 / 31");
        assertThat(page.getByLabel("Security code")).isFocused();
        page.keyboard().type("123");
        page.keyboard().press("Tab");
        page.keyboard().type("Jenny Rosen");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().type("12345");
        page.keyboard().press("Enter");

        saysThankYou(page);
        assertThat(page.getByText("You may close this page.")).isVisible();
        Accessibility.check(page);
        isSubscribedUntil("06/2031");
    }

    /** A number as it is typed and as the field shows it. */
    private record Number(String typed, String shown, String brand) {}

    private static final List<Number> NUMBERS =
            List.of(
                    new Number("4242424242424242", "4242 4242 4242 4242", "Visa"),
                    new Number("378282246310005", "3782 822463 10005", "Amex"),
                    new Number("3056930009020004", "3056 9300 0902 0004", "Diners"),
                    new Number("6200000000000005", "6200 0000 0000 0005", "UnionPay"),
                    new Number("3566002020360505", "3566 0020 2036 0505", "JCB"),
                    new Number("6011111111111117", "6011 1111 1111 1117", "Discover"));

    @Test
    void brandIsKnownFromTheFirstDigits(Page page) {
        page.navigate(paymentLink());
        var field = page.getByLabel("Card number");
        assertThat(field).isFocused();
        for (var number : NUMBERS) {
            field.fill("");
            page.keyboard().type(number.typed().substring(0, 3));
            assertThat(page.locator("#brand")).hasText(number.brand());
            page.keyboard().type(number.typed().substring(3));
            assertThat(field).hasValue(number.shown());
        }
    }

    @Test
    void caretStaysWhereOneEdits(Page page) {
        page.navigate(paymentLink());
        page.getByLabel("Card number").fill("4242 4242 4242");
        page.getByLabel("Card number").evaluate("field => field.setSelectionRange(2, 2)");
        page.keyboard().type("1");
        page.keyboard().type("3");
        assertThat(page.getByLabel("Card number")).hasValue("4213 4242 4242 42");
    }

    private record Mistake(String number, String expiry, String cvc, String message) {}

    /** Equal messages do not follow each other, so that none is that of the mistake before. */
    private static final List<Mistake> MISTAKES =
            List.of(
                    new Mistake(
                            "3782 822463 10005",
                            "12 / 34",
                            "123",
                            "Your card's security code is incomplete."),
                    new Mistake(
                            "4242 4242 4242 4241",
                            "12 / 34",
                            "123",
                            "Your card number is invalid."),
                    new Mistake("4242 4242", "12 / 34", "123", "Your card number is incomplete."),
                    new Mistake(
                            "4242 4242 4242 4242",
                            "03 / 24",
                            "123",
                            "Your card's expiration date is in the past."),
                    new Mistake(
                            "4242 4242 4242 4242",
                            "12 / 23",
                            "123",
                            "Your card's expiration year is in the past."),
                    new Mistake(
                            "4242 4242 4242 4242",
                            "13 / 34",
                            "123",
                            "Your card's expiration date is invalid."),
                    new Mistake(
                            "4242 4242 4242 4242",
                            "1",
                            "123",
                            "Your card's expiration date is incomplete."),
                    new Mistake(
                            "4242 4242 4242 4242",
                            "12 / 34",
                            "12",
                            "Your card's security code is incomplete."));

    /** One after the other on one page, so that each mistake is gone before the next. */
    @Test
    void mistakeIsSaidBesideItsField(Page page) {
        page.navigate(paymentLink());
        for (var mistake : MISTAKES) {
            fill(page, mistake.number(), mistake.expiry(), mistake.cvc());
            button(page, "Subscribe").click();

            assertThat(
                            page.getByText(
                                    mistake.message(), new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(page.locator("[aria-invalid=true]")).hasCount(1);
            assertThat(page.locator("[aria-invalid=true]")).isFocused();
            isNotSubscribed();
        }
    }

    @Test
    void everythingMissingIsSaidAtOnceAndAccessibly(Page page) {
        page.navigate(paymentLink());
        button(page, "Subscribe").click();

        assertThat(page.locator("[aria-invalid=true]")).hasCount(5);
        assertThat(page.getByLabel("Card number")).isFocused();
        Accessibility.check(page);
    }

    @ParameterizedTest
    @CsvSource({
        "4000 0000 0000 0002, Your card was declined.",
        "4000 0000 0000 9995, Your card has insufficient funds.",
        "4000 0000 0000 9987, Your card was declined.",
        "4000 0000 0000 9979, Your card was declined.",
        "4000 0000 0000 0069, Your card has expired.",
        "4000 0000 0000 0127, Your card's security code is incorrect.",
        "4000 0000 0000 0119, An error occurred while processing your card. Try again in a little"
                + " bit.",
        "4000 0000 0000 6975, Your card was declined.",
        "4100 0000 0000 0019, Your card was declined."
    })
    void declineIsShownAndAnotherCardMayBeTried(String number, String message, Page page) {
        page.navigate(paymentLink());
        chooseTestCard(page, number);
        button(page, "Subscribe").click();

        assertThat(page.getByRole(AriaRole.ALERT)).hasText(message);
        isNotSubscribed();
        fill(page, "4242 4242 4242 4242", "12 / 34", "123");
        button(page, "Subscribe").click();
        saysThankYou(page);
        isSubscribedUntil("12/2034");
    }

    @Test
    void declineIsAccessible(Page page) {
        page.navigate(paymentLink());
        chooseTestCard(page, "4000 0000 0000 0002");
        button(page, "Subscribe").click();

        assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
        Accessibility.check(page);
    }

    @Test
    void authenticatedCardSubscribes(Page page) {
        page.navigate(paymentLink());
        chooseTestCard(page, "4000 0000 0000 3220");
        button(page, "Subscribe").click();

        assertThat(page).hasTitle("3-D Secure");
        isNotSubscribed();
        Accessibility.check(page);
        button(page, "Complete authentication").click();
        saysThankYou(page);
        isSubscribedUntil("12/2032");
    }

    @Test
    void failedAuthenticationLeadsBackToTheForm(Page page) {
        page.navigate(paymentLink());
        chooseTestCard(page, "4000 0027 6000 3184");
        button(page, "Subscribe").click();
        button(page, "Fail authentication").click();

        assertThat(page.getByRole(AriaRole.ALERT))
                .containsText("We are unable to authenticate your payment method.");
        isNotSubscribed();
        chooseTestCard(page, "4242 4242 4242 4242");
        button(page, "Subscribe").click();
        saysThankYou(page);
    }

    @ParameterizedTest
    @CsvSource({
        "4000 0084 0000 1629, Your card was declined.",
        "4000 0082 6000 3178, Your card has insufficient funds."
    })
    void authenticatedCardMayStillBeDeclined(String number, String message, Page page) {
        page.navigate(paymentLink());
        chooseTestCard(page, number);
        button(page, "Subscribe").click();
        button(page, "Complete authentication").click();

        assertThat(page.getByRole(AriaRole.ALERT)).hasText(message);
        isNotSubscribed();
    }

    @Test
    void cardThatFailsLaterSubscribesNow(Page page) {
        page.navigate(paymentLink());
        chooseTestCard(page, "4000 0000 0000 0341");
        button(page, "Subscribe").click();
        saysThankYou(page);

        caller.advance("P1M");
        assertThat(
                        caller.get(BILLING + "/history?org_id=" + FREE_ORGANIZATION)
                                .expect(200)
                                .<List<String>>at("$.billing_history[*].status"))
                .containsExactly("unpaid");
    }

    @Test
    void clickingTwiceSubscribesOnce(Page page) {
        page.navigate(paymentLink());
        chooseTestCard(page, "4242 4242 4242 4242");
        page.route(
                "**/checkout/*",
                route -> {
                    assertThat(button(page, "Processing…")).isVisible();
                    page.evaluate("document.getElementById('card-form').requestSubmit()");
                    route.resume();
                });
        button(page, "Subscribe").click();

        saysThankYou(page);
        assertThat(page.locator("body")).not().containsText("already");
        assertThat(caller.get("/sandbox/checkouts").<List<String>>at("$.checkouts[*].status"))
                .containsExactly("complete");
    }

    @Test
    void secondTabLearnsThatTheFirstHasSubscribed(BrowserContext browser) {
        var link = paymentLink();
        var tabs = List.of(browser.newPage(), browser.newPage());
        for (var tab : tabs) {
            tab.navigate(link);
            chooseTestCard(tab, "4242 4242 4242 4242");
        }
        button(tabs.getFirst(), "Subscribe").click();
        saysThankYou(tabs.getFirst());
        button(tabs.getLast(), "Subscribe").click();

        assertThat(tabs.getLast().locator("h1")).hasText("You're all done here");
        isSubscribedUntil("12/2032");
    }

    @Test
    void usedExpiredAndForgedLinksAreFriendly(Page page) {
        var used = paymentLink();
        caller.post("/sandbox/checkouts/latest/complete").expect(200);
        page.navigate(used);
        assertThat(page.locator("h1")).hasText("You're all done here");
        Accessibility.check(page);

        caller.post(BILLING + "/update?action=cancelsubscription&org_id=1002").expect(200);
        var expired = paymentLink();
        page.navigate(expired);
        chooseTestCard(page, "4242 4242 4242 4242");
        caller.advance("PT24H");
        button(page, "Subscribe").click();
        assertThat(page.locator("h1")).hasText("This link has expired");
        page.navigate(expired);
        assertThat(page.locator("h1")).hasText("This link has expired");

        page.navigate(expired.substring(0, expired.length() - 5) + "00000");
        assertThat(page.locator("h1")).hasText("This link leads nowhere");
        isNotSubscribed();
    }

    /** A page that keeps its address, as a shop's does. */
    private String shop(String query) {
        return "http://localhost:" + port + "/livez?" + query;
    }

    private static String encoded(String url) {
        return URLEncoder.encode(url, StandardCharsets.UTF_8);
    }

    @Test
    void successLeadsBackWithTheSessionsId(Page page) {
        var link = paymentLink("&success_url=" + encoded(shop("id={CHECKOUT_SESSION_ID}&c=%22")));
        page.navigate(link);
        chooseTestCard(page, "4242 4242 4242 4242");
        button(page, "Subscribe").click();
        saysThankYou(page);

        var id = link.substring(link.lastIndexOf('/') + 1);
        page.waitForURL(shop("id=" + id + "&c=%22")); // a value by itself: the field is complete
    }

    @Test
    void wayBackLeavesTheLinkOpen(Page page) {
        var link = paymentLink("&cancel_url=" + encoded(shop("gone=1")));
        page.navigate(link);
        page.getByText("Back").click();
        page.waitForURL(shop("gone=1"));

        isNotSubscribed();
        page.navigate(link);
        chooseTestCard(page, "4242 4242 4242 4242");
        button(page, "Subscribe").click();
        saysThankYou(page);
    }

    @Test
    void markupInANameIsText(BrowserContext context, Page page) {
        var name = "<img src=x onerror=alert(1)>\"'&amp;</dd><script>alert(2)</script>";
        var organization =
                caller.post(
                                "/v1/organizations/create?action=create",
                                "{\"org_name\": \"%s\"}".formatted(name.replace("\"", "\\\"")))
                        .expect(200)
                        .<String>at("$.response.id");
        context.onDialog(dialog -> {
            throw new AssertionError("Markup of a name ran: " + dialog.message());
        });
        String link =
                caller.post(
                                BILLING
                                        + "/update?action=getpaymentlink&quantity=1&org_id="
                                        + organization)
                        .expect(200)
                        .at("$.response");

        page.navigate(link);

        assertThat(page.locator(".organization").first()).hasText(name);
        chooseTestCard(page, "4000 0000 0000 3220");
        button(page, "Subscribe").click();
        assertThat(page.locator(".organization").first()).hasText(name);
        button(page, "Complete authentication").click();
        assertThat(page.locator(".organization").first()).hasText(name);
    }

    @Test
    @Tag("smoke")
    void formWorksWithoutScript(Browser browser) {
        try (var plain =
                browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            var page = plain.newPage();
            page.navigate(paymentLink());
            fill(page, "4000 0000 0000 9995", "12/34", "123");
            button(page, "Subscribe").click();
            assertThat(page.getByRole(AriaRole.ALERT)).hasText("Your card has insufficient funds.");
            fill(page, "4000 0000 0000 3220", "12/34", "123");
            button(page, "Subscribe").click();
            button(page, "Complete authentication").click();
            saysThankYou(page);
        }
        isSubscribedUntil("12/2034");
    }

    @Test
    @Tag("smoke")
    void formOfAnotherSiteIsRefused(Page page) {
        var link = paymentLink();
        page.setContent(
                """
                <form method="post" action="%s"><input name="number" value="4242424242424242">
                <input name="expiry" value="12/34"><input name="cvc" value="123"><button>Go</button></form>
                """
                        .formatted(link));
        var answer = page.waitForResponse(link, () -> button(page, "Go").click());

        assertThat(answer.status()).isEqualTo(403);
        isNotSubscribed();
    }
}
