package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.paystub.testing.Accessibility;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page of a crypto payment, in a browser: paying, and simulating payers who do not. */
@ServerTest
@InBrowser
class CryptoPageTests {

    private static final String INSTANT = "2024-06-09T15:23:43.444Z";

    /** The page asks, and counts down, four times as often as it does for people. */
    private static final String QUICK_TIMERS =
            """
            const again = window.setInterval;
            window.setInterval = (run, millis) => again(run, millis / 4);
            """;

    @LocalServerPort private int port;

    /** Opens a payment of invoice 34. Returns the link to its page. */
    private static String pageOf(Caller caller, String currency, String paymentCase) {
        caller.post(
                        "/billing/crypto/payments",
                        "{\"invoice_id\": 34, \"currency\": \"%s\", \"case\": \"%s\"}"
                                .formatted(currency, paymentCase))
                .succeeds();
        return caller.get("/sandbox/crypto/payments/latest").expect(200).at("$.page_url");
    }

    /** Opens the page of a new payment of invoice 34. */
    private static Page open(
            BrowserContext context, Caller caller, String currency, String paymentCase) {
        context.addInitScript(QUICK_TIMERS);
        var page = context.newPage();
        page.navigate(pageOf(caller, currency, paymentCase));
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(false));
    }

    private static Locator title(Page page) {
        return page.locator("#status-title");
    }

    private static String invoice(Caller caller) {
        return caller.get("/billing/invoices/34").succeeds().at("$.invoice.status");
    }

    @Test
    @Tag("smoke")
    void paysExactlyAndWatchesItFinishOnARunningClock(BrowserContext context) {
        var caller = Caller.fresh(port);
        var page = open(context, caller, "btc", "common");
        assertThat(title(page)).hasText("Waiting for payment");
        assertThat(page.getByText("clock is frozen")).isHidden();
        Accessibility.checkAsItIs(page);

        button(page, "Pay exactly").click();

        assertThat(title(page)).hasText("Payment seen");
        assertThat(page.getByText("The coins were sent.")).isVisible();
        assertThat(button(page, "Never")).isDisabled();
        caller.advance("PT5S");
        assertThat(title(page)).hasText("Paid");
        assertThat(page.locator("#steps [aria-current]")).hasText("Finished");
        assertThat(page.locator("[data-count=valid_for]").first()).isHidden();
        assertThat(invoice(caller)).isEqualTo("Paid");
        Accessibility.checkAsItIs(page);
    }

    @Test
    void watchingAPaymentLeavesNothingInTheJournal(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "btc", "common");
        var before = caller.post("/sandbox/requests/count", "{}").expect(200).body();
        page.waitForResponse("**/status", () -> {});
        assertThat(caller.post("/sandbox/requests/count", "{}").expect(200).body())
                .isEqualTo(before);
    }

    @Test
    void countsDownByTheAccountsClock(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "btc", "common");
        var left = page.getByRole(AriaRole.TIMER);
        assertThat(left).hasText("6 d 23:59:59");
        caller.advance("PT23H");
        assertThat(left).hasText("6 d 00:59:59");
        caller.advance("P6D");
        assertThat(left).hasText("00:59:59");
        caller.put("/sandbox/clock", "{\"frozen_time\": null}").expect(200);
        assertThat(left).not().hasText("00:59:59");
        assertThat(page.getByText("clock is frozen")).isHidden();
        caller.advance("PT1H");
        assertThat(title(page)).hasText("Payment expired");
    }

    @Test
    @Tag("smoke")
    void paysAPartAndThenTheRest(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "btc", "common");
        button(page, "Pay 60 %").click();
        assertThat(page.locator("[data-live=arrived]")).hasText("0.00036282");
        assertThat(button(page, "Pay the rest")).containsText("0.00024188");

        button(page, "Pay the rest").click();

        assertThat(page.locator("#arrivals li")).hasCount(2);
        assertThat(button(page, "Pay the rest")).isDisabled();
        assertThat(page.getByText("Nothing is left to pay: all of it has arrived.")).isVisible();
        // a disabled button does not keep the focus
        assertThat(title(page)).isFocused();
        caller.advance("PT8S");
        assertThat(title(page)).hasText("Paid");
    }

    @Test
    void restThatComesTooLateIsAPaymentOfItsOwn(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "btc", "common");
        button(page, "Pay 60 %").click();
        assertThat(title(page)).hasText("Payment seen");
        caller.advance("PT8S");
        assertThat(title(page)).hasText("Partially paid");
        assertThat(page.getByText("clock is frozen")).isHidden();
        Accessibility.checkAsItIs(page);

        button(page, "Pay the rest").click();

        assertThat(page.getByText("made payment 4465327356")).isVisible();
        assertThat(page.locator("#children")).containsText("confirming");
        caller.advance("PT8S");
        assertThat(page.locator("#children")).containsText("finished");
        assertThat(invoice(caller)).isEqualTo("Paid");
        page.locator("#children a").click();
        assertThat(page.getByText("coins that came after")).isVisible();
        assertThat(title(page)).hasText("Paid");
        page.getByText("payment 4465327355").click();
        assertThat(title(page)).hasText("Partially paid");
    }

    @Test
    void anyAmountMayBeSentAndNonsenseIsToldSo(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "btc", "common");
        var field = page.getByLabel("Any amount");
        field.fill("lots");
        field.press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT))
                .hasText("Amount must be a number, such as 0.0003");
        assertThat(field).hasValue("lots");
        field.fill("0.0005");
        field.press("Enter");
        assertThat(page.locator("[data-live=arrived]")).hasText("0.0005");
        assertThat(page.getByRole(AriaRole.ALERT)).isHidden();
        assertThat(field).hasValue("");
    }

    @Test
    void wrongNetworkFailsThePayment(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "ltc", "common");
        button(page, "Wrong network").click();
        assertThat(title(page)).hasText("Payment failed");
        assertThat(page.getByText("Only while the payment waits for its first coins.")).isVisible();
        assertThat(invoice(caller)).isEqualTo("Unpaid");
    }

    @Test
    void payerWhoNeverPaysLetsItExpire(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "xmr", "common");
        button(page, "Never").click();
        assertThat(title(page)).hasText("Payment expired");
        Accessibility.checkAsItIs(page);
    }

    @Test
    void frozenClockIsSaidAndNothingMovesIt(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "btc", "common");
        assertThat(page.getByText("clock is frozen at 9 Jun 2024, 15:23:43 UTC")).isVisible();
        button(page, "Pay exactly").click();
        assertThat(title(page)).hasText("Payment seen");
        assertThat(caller.get("/sandbox/clock").<String>at("$.now")).isEqualTo(INSTANT);
        Accessibility.checkAsItIs(page);
    }

    @Test
    void fifteenSecondsPassOnAFrozenClock(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "btc", "common");
        button(page, "Pay exactly").click();
        assertThat(title(page)).hasText("Payment seen");

        button(page, "+15 s").click();

        assertThat(title(page)).hasText("Paid");
        assertThat(page.getByText("15 seconds have passed.")).isVisible();
        assertThat(title(page)).isFocused();
        assertThat(caller.get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-06-09T15:23:58.444Z");
        assertThat(button(page, "+15 s")).isHidden();
    }

    @Test
    void aRunningClockIsNotMoved(BrowserContext context) {
        var page = open(context, Caller.fresh(port), "btc", "common");
        assertThat(button(page, "+15 s")).isHidden();
    }

    @Test
    void whatCameTooLateIsNotDenied(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "btc", "common");
        button(page, "Never").click();
        assertThat(page.getByText("It expired, and nothing was credited.")).isVisible();
        button(page, "Pay exactly").click();

        assertThat(page.getByText("all of it has arrived")).isVisible();
        assertThat(
                        page.getByText(
                                "It expired, and nothing was credited. The coins that came later"
                                        + " are payments of their own."))
                .isVisible();
    }

    @Test
    void paymentThatPlaysByItselfSaysSo(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "xrp", "success");
        assertThat(page.getByText("plays its case 'success' by itself")).isVisible();
        assertThat(button(page, "Pay exactly")).isDisabled();
        assertThat(page.getByLabel("Any amount")).isDisabled();
        assertThat(button(page, "Never")).isDisabled();
        assertThat(page.locator("#extra-id")).isVisible();
        caller.advance("PT11S");
        assertThat(title(page)).hasText("Paid");
        assertThat(button(page, "Pay exactly")).isEnabled();
    }

    @Test
    void addressAndAmountAreCopied(BrowserContext context) {
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        var page = open(context, Caller.frozenAt(port, INSTANT), "btc", "common");
        button(page, "Copy address").click();
        assertThat(page.locator("#copied")).hasText("Copied");
        assertThat(page.evaluate("navigator.clipboard.readText()"))
                .isEqualTo("377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj");
        button(page, "Copy amount").click();
        page.waitForCondition(
                () -> "0.0006047".equals(page.evaluate("navigator.clipboard.readText()")));
        assertThat(
                        page.getByRole(
                                AriaRole.IMG,
                                new Page.GetByRoleOptions()
                                        .setName(
                                                "QR code of"
                                                    + " bitcoin:377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj?amount=0.0006047")))
                .isVisible();
    }

    @Test
    void forgedLinkLeadsNowhere(Page page) {
        var link = pageOf(Caller.frozenAt(port, INSTANT), "btc", "common");
        page.navigate(link.substring(0, link.length() - 3) + "aaa");
        assertThat(page.getByRole(AriaRole.HEADING)).hasText("This link leads nowhere");
        Accessibility.checkAsItIs(page);
    }

    @Test
    void resetIsNoticed(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var page = open(context, caller, "btc", "common");
        caller.post("/sandbox/reset").expect(200);
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("This link leads nowhere any more.");
    }

    @Test
    @Tag("smoke")
    void formsWorkWithoutScript(BrowserContext context) {
        var caller = Caller.frozenAt(port, INSTANT);
        var link = pageOf(caller, "btc", "common");
        try (var plain =
                context.browser()
                        .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            var page = plain.newPage();
            page.navigate(link);
            assertThat(page.locator("noscript p")).isVisible();
            assertThat(button(page, "Copy address")).isHidden();
            button(page, "Pay 60 %").click();
            assertThat(title(page)).hasText("Payment seen");
            assertThat(page).hasURL(link);
            page.getByLabel("Any amount").fill("-1");
            button(page, "Send").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Amount must be a number");
            button(page, "Pay the rest").click();
            caller.advance("PT8S");
            page.reload();
            assertThat(title(page)).hasText("Paid");
            assertThat(button(page, "Never")).isDisabled();
        }
    }

    @Test
    void fitsAPhoneInTheDark(BrowserContext context) {
        var page = open(context, Caller.frozenAt(port, INSTANT), "xmr", "common");
        page.setViewportSize(360, 740);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(title(page)).isVisible();
        assertThat(
                        page.evaluate(
                                "document.documentElement.scrollWidth <="
                                        + " document.documentElement.clientWidth"))
                .isEqualTo(true);
        Accessibility.checkAsItIs(page);
    }
}
