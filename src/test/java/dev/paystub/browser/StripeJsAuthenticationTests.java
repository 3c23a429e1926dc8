package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.StripeJsShop.api;
import static dev.paystub.browser.StripeJsShop.attach;
import static dev.paystub.browser.StripeJsShop.json;
import static dev.paystub.browser.StripeJsShop.typeCard;
import static dev.paystub.browser.StripeJsShop.typePayment;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Accessibility;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** 3-D Secure with the Stripe.js stand-in, in its modal and on a separate page. */
@ServerTest
@InBrowser
class StripeJsAuthenticationTests {

    private static final String CHALLENGED = "4000002500003155";
    private static final String COMPLETE = "Complete authentication";
    private static final String FAIL = "Fail authentication";

    @AutoClose private final StripeJsShop shop = new StripeJsShop();

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void newAccount() {
        caller = Caller.fresh(port);
    }

    private String setupIntent() {
        return api(caller, "/setup_intents").expect(200).at("$.client_secret");
    }

    private String paymentIntent() {
        return api(caller, "/payment_intents", "amount=2550", "currency=usd")
                .expect(200)
                .at("$.client_secret");
    }

    /** Opens the shop with a Card Element that holds a card requiring authentication. */
    private void openWithCard(Page page) {
        shop.open(page, caller)
                .evaluate(
                        "() => { window.card = stripe.elements().create('card');"
                                + " card.mount('#card'); }");
        typeCard(page, "card", CHALLENGED, "1240", "123", "12345");
    }

    /** Starts a call that waits for the card holder; its result becomes {@code window.result}. */
    private static void begin(Page page, String call) {
        page.evaluate(
                "() => { window.result = undefined; %s.then(result => { window.result = result; }); }"
                        .formatted(call));
    }

    private static String result(Page page) {
        page.waitForFunction("window.result !== undefined");
        return json(page, "result");
    }

    private static FrameLocator bank(Page page) {
        return page.frameLocator("dialog iframe");
    }

    private static void choose(Page page, String button) {
        bank(page)
                .getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName(button))
                .click();
    }

    private static String confirmCardSetup(String secret) {
        return "stripe.confirmCardSetup('%s', {payment_method: {card, billing_details: {name: 'Jenny'}}})"
                .formatted(secret);
    }

    @Test
    @Tag("smoke")
    void completingInTheModalSetsTheCardUp(Page page) {
        openWithCard(page);

        begin(page, confirmCardSetup(setupIntent()));
        choose(page, COMPLETE);

        var result = result(page);
        assertThat(JsonPath.<String>read(result, "$.setupIntent.status")).isEqualTo("succeeded");
        assertThat(page.locator("dialog")).hasCount(0);
        attach(caller, JsonPath.read(result, "$.setupIntent.payment_method")).succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"button", "Escape in the modal", "Escape on the page"})
    void failingInTheModalIsAnErrorAndCanBeTriedAgain(String how, Page page) {
        var secret = setupIntent();
        openWithCard(page);

        begin(page, confirmCardSetup(secret));
        var complete = bank(page).getByText(COMPLETE);
        assertThat(complete).isFocused();
        switch (how) {
            case "button" -> choose(page, FAIL);
            case "Escape in the modal" -> page.keyboard().press("Escape");
            default ->
                    page.evaluate(
                            "() => document.querySelector('dialog').dispatchEvent(new"
                                    + " Event('cancel', {cancelable: true}))");
        }

        assertThat(JsonPath.<Map<String, Object>>read(result(page), "$.error"))
                .containsEntry("code", "setup_intent_authentication_failure")
                .containsKeys("type", "message", "setup_intent");
        assertThat(page.locator("dialog")).hasCount(0);
        begin(page, confirmCardSetup(secret));
        choose(page, COMPLETE);
        assertThat(JsonPath.<String>read(result(page), "$.setupIntent.status"))
                .isEqualTo("succeeded");
    }

    @Test
    void modalHoldsTheFocusAndIsAccessible(Page page) {
        openWithCard(page);
        begin(page, confirmCardSetup(setupIntent()));

        assertThat(page.getByRole(AriaRole.DIALOG)).hasAccessibleName("3-D Secure authentication");
        assertThat(bank(page).getByText(COMPLETE)).isFocused();
        page.locator("#before").evaluate("input => input.focus()");
        assertThat(page.locator("#before")).not().isFocused();

        Accessibility.checkAsItIs(page);
        choose(page, FAIL);
        result(page);
    }

    @Test
    void paymentSaysInTheModalWhatIsPaid(Page page) {
        openWithCard(page);

        begin(
                page,
                "stripe.confirmCardPayment('%s', {payment_method: {card}})"
                        .formatted(paymentIntent()));
        assertThat(bank(page).getByText("$25.50")).isVisible();
        choose(page, COMPLETE);

        assertThat(JsonPath.<String>read(result(page), "$.paymentIntent.status"))
                .isEqualTo("succeeded");
    }

    @Test
    void nextActionOfAnIntentConfirmedElsewhereIsHandled(Page page) {
        var secret = paymentIntent();
        var id = secret.substring(0, secret.indexOf("_secret_"));
        api(
                        caller,
                        "/payment_intents/" + id + "/confirm",
                        "payment_method=pm_card_threeDSecure2Required",
                        "return_url=https://example.com")
                .expect(200);
        shop.open(page, caller);

        begin(page, "stripe.handleNextAction({clientSecret: '%s'})".formatted(secret));
        choose(page, COMPLETE);

        assertThat(JsonPath.<String>read(result(page), "$.paymentIntent.status"))
                .isEqualTo("succeeded");
        assertThat(json(page, "stripe.retrievePaymentIntent('%s')".formatted(secret)))
                .contains("\"status\":\"succeeded\"");
        assertThat(json(page, "stripe.handleCardAction('%s')".formatted(secret)))
                .contains("payment_intent_unexpected_state");
    }

    @Test
    void withoutHandlingActionsTheIntentIsHandedOutAsItIs(Page page) {
        openWithCard(page);

        var answer =
                json(
                        page,
                        confirmCardSetup(setupIntent())
                                .replaceFirst("\\)$", ", {handleActions: false})"));

        assertThat(JsonPath.<String>read(answer, "$.setupIntent.status"))
                .isEqualTo("requires_action");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    @ParameterizedTest
    @CsvSource({"4242424242424242, false", CHALLENGED + ", true"})
    void confirmSetupReturnsToTheShopOnSuccess(String number, boolean challenged, Page page) {
        var secret = setupIntent();
        shop.put("/done", "<title>Done</title>");
        shop.open(page, caller)
                .evaluate(
                        "clientSecret => { window.elements = stripe.elements({clientSecret});"
                                + " elements.create('payment').mount('#payment'); }",
                        secret);
        typePayment(page, "payment", number, "1240", "123", "12345");

        begin(
                page,
                "stripe.confirmSetup({elements, confirmParams: {return_url: '%s'}})"
                        .formatted(shop.url("/done?order=7")));
        if (challenged) {
            choose(page, COMPLETE);
        }

        page.waitForURL(Pattern.compile("/done\\?"));
        assertThat(page.url())
                .isEqualTo(
                        shop.url(
                                        "/done?order=7&setup_intent=%s&setup_intent_client_secret=%s&redirect_status=succeeded")
                                .formatted(secret.replaceFirst("_secret_.*", ""), secret));
    }

    @ParameterizedTest
    @CsvSource({COMPLETE + ", succeeded, succeeded", FAIL + ", failed, requires_payment_method"})
    void challengeIsAPageOfItsOwnThatReturnsToTheShop(
            String button, String redirectStatus, String status, Page page) {
        var secret = setupIntent();
        shop.put("/done", "<title>Done</title>");
        openWithCard(page);
        var answer =
                json(
                        page,
                        "stripe.confirmCardSetup('%s', {payment_method: {card}, return_url: '%s'}, {handleActions: false})"
                                .formatted(secret, shop.url("/done")));

        page.navigate(JsonPath.read(answer, "$.setupIntent.next_action.redirect_to_url.url"));
        page.getByText(button).click();

        page.waitForURL(Pattern.compile("/done\\?"));
        assertThat(page.url())
                .isEqualTo(
                        shop.url(
                                        "/done?setup_intent=%s&setup_intent_client_secret=%s&redirect_status=%s")
                                .formatted(
                                        secret.replaceFirst("_secret_.*", ""),
                                        secret,
                                        redirectStatus));
        shop.open(page, caller);
        assertThat(json(page, "stripe.retrieveSetupIntent('%s')".formatted(secret)))
                .contains("\"status\":\"" + status + "\"");
    }

    @Test
    void challengeOfNothingSaysSoAndLeadsToNoScript(Page page) {
        page.navigate(
                "http://localhost:%d/stripe-js/challenge.html#client_secret=seti_1_secret_2&return_url=javascript:alert(1)"
                        .formatted(port));

        page.getByText(COMPLETE).click();

        assertThat(page.getByText("There is nothing to authenticate here.")).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT)).not().isEmpty();
        assertThat(page.getByText("Go back")).isHidden();
    }
}
