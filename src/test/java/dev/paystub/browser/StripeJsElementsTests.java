package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.paystub.browser.StripeJsShop.api;
import static dev.paystub.browser.StripeJsShop.attach;
import static dev.paystub.browser.StripeJsShop.frame;
import static dev.paystub.browser.StripeJsShop.input;
import static dev.paystub.browser.StripeJsShop.json;
import static dev.paystub.browser.StripeJsShop.newestCard;
import static dev.paystub.browser.StripeJsShop.typeCard;
import static dev.paystub.browser.StripeJsShop.typePayment;
import static dev.paystub.browser.StripeJsShop.typeSplit;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import dev.paystub.testing.Accessibility;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.json.JSONException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompare;
import org.skyscreamer.jsonassert.JSONCompareMode;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The fields of the Stripe.js stand-in on a plain page of another origin. */
@ServerTest
@InBrowser
class StripeJsElementsTests {

    private static final String MOUNT_CARD =
            """
            () => {
                window.elements = stripe.elements();
                window.card = elements.create('card');
                hear(card, 'ready', 'change', 'focus', 'blur', 'escape');
                card.mount('#card');
                return new Promise(resolve => card.on('ready', () => resolve()));
            }
            """;

    private static final String MOUNT_SPLIT =
            """
            () => {
                window.elements = stripe.elements();
                for (const [type, id] of [['cardNumber', 'number'], ['cardExpiry', 'expiry'], ['cardCvc', 'cvc']]) {
                    const element = elements.create(type);
                    hear(element, 'change');
                    element.mount('#' + id);
                }
            }
            """;

    private static final String MOUNT_PAYMENT =
            """
            options => {
                window.elements = stripe.elements(options);
                window.payment = elements.create('payment');
                hear(payment, 'ready', 'change', 'loaderror');
                payment.mount('#payment');
            }
            """;

    private static final String CREATE = "stripe.createPaymentMethod({type: 'card', card})";
    private static final String FUTURE = "1240";

    @AutoClose private final StripeJsShop shop = new StripeJsShop();

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void newAccount() {
        caller = Caller.fresh(port);
    }

    /** Returns the script for a second group of elements on the page. */
    private static String as(String group, String script) {
        return script.replace("window.elements", "window." + group)
                .replace(" elements.", " " + group + ".");
    }

    private static String id(String json) {
        return JsonPath.read(json, "$.paymentMethod.id");
    }

    /**
     * Waits until an expression on the page equals this JSON: results of a field's frame arrive
     * asynchronously.
     */
    private static void becomes(Page page, String expression, String expected) {
        var last = new AtomicReference<String>();
        try {
            page.waitForCondition(() -> {
                last.set(json(page, expression));
                return last.get() != null && isJson(last.get(), expected);
            });
        } catch (TimeoutError e) {
            throw new AssertionError(
                    "%s should be %s, but is %s".formatted(expression, expected, last.get()), e);
        }
    }

    private static boolean isJson(String actual, String expected) {
        try {
            return JSONCompare.compareJSON(expected, actual, JSONCompareMode.STRICT).passed();
        } catch (JSONException e) {
            return actual.equals(expected); // a value by itself
        }
    }

    private static void assertJson(String actual, String expected) throws Exception {
        JSONAssert.assertEquals(actual, expected, actual, true);
    }

    @ParameterizedTest
    @CsvSource({
        "4242424242424242, 123, visa, 4242",
        "5555555555554444, 123, mastercard, 4444",
        "378282246310005, 1234, american express, 0005"
    })
    @Tag("smoke")
    void cardElementMakesAPaymentMethodThatTheAccountCanAttach(
            String number, String cvc, String brand, String last4, Page page) {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        typeCard(page, "card", number, FUTURE, cvc, "12345");

        var made =
                json(
                        page,
                        "stripe.createPaymentMethod({type: 'card', card, billing_details: {name:"
                                + " 'Jenny Rosen'}}).then(result => ({keys: Object.keys(result),"
                                + " ...result}))");

        assertThat(JsonPath.<List<String>>read(made, "$.keys")).containsExactly("paymentMethod");
        assertThat(JsonPath.<Map<String, Object>>read(made, "$.paymentMethod.card"))
                .containsEntry("brand", brand.equals("american express") ? "amex" : brand)
                .containsEntry("last4", last4)
                .containsEntry("exp_month", 12)
                .containsEntry("exp_year", 2040);
        assertThat(JsonPath.<String>read(made, "$.paymentMethod.billing_details.name"))
                .isEqualTo("Jenny Rosen");
        assertThat(
                        JsonPath.<String>read(
                                made, "$.paymentMethod.billing_details.address.postal_code"))
                .isEqualTo("12345");
        attach(caller, id(made)).succeeds();
        assertThat(newestCard(caller))
                .containsEntry("card_last_four", last4)
                .extractingByKey("card_type")
                .asString()
                .isEqualToIgnoringCase(brand);
    }

    @Test
    @Tag("smoke")
    void splitFieldsMakeOnePaymentMethod(Page page) {
        shop.open(page, caller).evaluate(MOUNT_SPLIT);
        typeSplit(page, "378282246310005", FUTURE, "1234");

        var made =
                json(
                        page,
                        "stripe.createPaymentMethod({type: 'card', card:"
                                + " elements.getElement('cardNumber')})");

        attach(caller, id(made)).succeeds();
        assertThat(newestCard(caller)).containsEntry("card_last_four", "0005");
        // four digits, because the number is an Amex number
        becomes(
                page,
                "heard.map(([, event]) => event).filter(({elementType}) => elementType ==="
                        + " 'cardCvc').at(-1)?.complete",
                "true");
    }

    @Test
    void deferredPaymentElementMakesAPaymentMethodOnceItIsSubmitted(Page page) {
        shop.open(page, caller)
                .evaluate(
                        MOUNT_PAYMENT,
                        Map.of(
                                "mode",
                                "setup",
                                "currency",
                                "usd",
                                "paymentMethodCreation",
                                "manual"));
        typePayment(page, "payment", "6011111111111117", FUTURE, "123", "12345");

        assertThat(
                        json(
                                page,
                                "stripe.createPaymentMethod({elements}).catch(error => error.name +"
                                        + " error.message)"))
                .contains("IntegrationError", "elements.submit()");
        assertThat(json(page, "elements.submit()"))
                .isEqualTo("{\"selectedPaymentMethod\":\"card\"}");
        var made =
                json(
                        page,
                        "stripe.createPaymentMethod({elements, params: {billing_details: {name:"
                                + " 'Jenny'}}})");

        assertThat(
                        JsonPath.<Map<String, Object>>read(
                                made, "$.paymentMethod.billing_details.address"))
                .containsEntry("country", "US")
                .containsEntry("postal_code", "12345");
        attach(caller, id(made)).succeeds();
        assertThat(newestCard(caller)).containsEntry("card_last_four", "1117");
    }

    @Test
    void paymentElementWithAClientSecretConfirmsTheSetUp(Page page) {
        var secret = api(caller, "/setup_intents").expect(200).<String>at("$.client_secret");
        shop.open(page, caller).evaluate(MOUNT_PAYMENT, Map.of("clientSecret", secret));
        typePayment(page, "payment", "4242424242424242", FUTURE, "123", "12345");

        var confirmed = json(page, "stripe.confirmSetup({elements, redirect: 'if_required'})");

        assertThat(JsonPath.<String>read(confirmed, "$.setupIntent.status")).isEqualTo("succeeded");
        attach(caller, JsonPath.read(confirmed, "$.setupIntent.payment_method")).succeeds();
        assertThat(newestCard(caller)).containsEntry("card_last_four", "4242");
    }

    @Test
    void intentMadeAfterTheFieldsIsConfirmedOnceTheyAreSubmitted(Page page) {
        var secret = api(caller, "/setup_intents").expect(200).<String>at("$.client_secret");
        shop.open(page, caller).evaluate(MOUNT_PAYMENT, Map.of("mode", "setup", "currency", "usd"));
        typePayment(page, "payment", "5555555555554444", FUTURE, "123", "12345");
        var confirm =
                "stripe.confirmSetup({elements, clientSecret: '%s', redirect: 'if_required'})"
                        .formatted(secret);

        assertThat(json(page, confirm + ".catch(error => error.name + error.message)"))
                .contains("IntegrationError", "elements.submit()");
        json(page, "elements.submit()");

        assertThat(JsonPath.<String>read(json(page, confirm), "$.setupIntent.status"))
                .isEqualTo("succeeded");
    }

    @Test
    void splitFieldsConfirmASetUp(Page page) {
        var secret = api(caller, "/setup_intents").expect(200).<String>at("$.client_secret");
        shop.open(page, caller).evaluate(MOUNT_SPLIT);
        typeSplit(page, "5555555555554444", "1220", "123");
        var confirm =
                "stripe.confirmCardSetup('%s', {payment_method: {card: elements.getElement('cardNumber')}})"
                        .formatted(secret);

        assertThat(JsonPath.<String>read(json(page, confirm), "$.error.code"))
                .as("said by another frame")
                .isEqualTo("invalid_expiry_year_past");
        input(page, "expiry", "exp-date").fill(FUTURE);

        assertThat(JsonPath.<String>read(json(page, confirm), "$.setupIntent.status"))
                .isEqualTo("succeeded");
    }

    @Test
    void paymentElementSaysWhatItCannotLoad(Page page) {
        shop.open(page, caller).evaluate(MOUNT_PAYMENT, Map.of("clientSecret", "seti_1_secret_2"));

        page.waitForFunction("heard.length > 0");

        assertThat(json(page, "heard[0][0]")).isEqualTo("\"loaderror\"");
        assertThat(json(page, "heard[0][1].error.code")).isEqualTo("\"resource_missing\"");
    }

    @Test
    @Tag("smoke")
    void paymentElementPaysAndTellsWhatIsDeclined(Page page) {
        var secret =
                api(caller, "/payment_intents", "amount=1000", "currency=usd")
                        .expect(200)
                        .<String>at("$.client_secret");
        shop.open(page, caller).evaluate(MOUNT_PAYMENT, Map.of("clientSecret", secret));
        typePayment(page, "payment", "4000000000009995", FUTURE, "123", "12345");
        var confirm = "stripe.confirmPayment({elements, redirect: 'if_required'})";

        var declined = json(page, confirm);
        page.evaluate("() => payment.clear()");
        typePayment(page, "payment", "4242424242424242", FUTURE, "123", "12345");
        var paid = json(page, confirm);

        assertThat(JsonPath.<Map<String, Object>>read(declined, "$.error"))
                .containsEntry("type", "card_error")
                .containsEntry("code", "card_declined")
                .containsEntry("decline_code", "insufficient_funds")
                .containsKey("payment_intent");
        assertThat(JsonPath.<String>read(paid, "$.paymentIntent.status")).isEqualTo("succeeded");
    }

    @Test
    void declinedNumberIsRefusedWhereItIsAttached(Page page) {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        typeCard(page, "card", "4000000000000002", FUTURE, "123", "12345");

        attach(caller, id(json(page, CREATE))).isUserError("Your card was declined.");
    }

    @Test
    void tokenMakesAPaymentMethodToo(Page page) {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        typeCard(page, "card", "4242424242424242", FUTURE, "123", "12345");

        var token = json(page, "stripe.createToken(card, {name: 'Jenny Rosen'})");
        page.evaluate(
                "token => { window.token = token; }", JsonPath.<String>read(token, "$.token.id"));

        assertThat(JsonPath.<String>read(token, "$.token.card.last4")).isEqualTo("4242");
        assertThat(JsonPath.<String>read(token, "$.token.card.address_zip")).isEqualTo("12345");
        attach(caller, id(json(page, "stripe.createPaymentMethod({type: 'card', card: {token}})")))
                .succeeds();
    }

    /** Typed input with the expected error. */
    private record Wrong(
            String number, String expiry, String cvc, String zip, String code, String message) {}

    private static final List<Wrong> WRONG =
            List.of(
                    new Wrong(
                            "", "", "", "", "incomplete_number", "Your card number is incomplete."),
                    new Wrong(
                            "42424242",
                            FUTURE,
                            "123",
                            "12345",
                            "incomplete_number",
                            "Your card number is incomplete."),
                    new Wrong(
                            "4242424242424241",
                            FUTURE,
                            "123",
                            "12345",
                            "invalid_number",
                            "Your card number is invalid."),
                    new Wrong(
                            "4242424242424242",
                            "12",
                            "123",
                            "12345",
                            "incomplete_expiry",
                            "Your card's expiration date is incomplete."),
                    new Wrong(
                            "4242424242424242",
                            "1220",
                            "123",
                            "12345",
                            "invalid_expiry_year_past",
                            "Your card's expiration year is in the past."),
                    new Wrong(
                            "4242424242424242",
                            "1299",
                            "123",
                            "12345",
                            "invalid_expiry_year",
                            "Your card's expiration year is invalid."),
                    new Wrong(
                            "4242424242424242",
                            FUTURE,
                            "12",
                            "12345",
                            "incomplete_cvc",
                            "Your card's security code is incomplete."),
                    new Wrong(
                            "4242424242424242",
                            FUTURE,
                            "123",
                            "1234",
                            "incomplete_zip",
                            "Your postal code is incomplete."));

    @Test
    void whatIsMissingOrWrongIsToldAndNothingIsSent(BrowserContext context, Page page)
            throws Exception {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        var sent = new AtomicInteger();
        context.onRequest(request -> sent.addAndGet(request.method().equals("POST") ? 1 : 0));
        for (var wrong : WRONG) {
            page.evaluate("() => card.clear()");
            typeCard(page, "card", wrong.number(), wrong.expiry(), wrong.cvc(), wrong.zip());

            assertJson(
                    json(page, CREATE),
                    "{\"error\": {\"type\": \"validation_error\", \"code\": \"%s\", \"message\": \"%s\"}}"
                            .formatted(wrong.code(), wrong.message()));

            assertThat(page.locator("#card")).containsClass("StripeElement--invalid");
            assertThat(frame(page, "card").getByText(wrong.message())).hasCount(1);
            assertThat(frame(page, "card").locator("[aria-invalid=true]").first()).isAttached();
            becomes(page, "heard.at(-1)?.[1].error?.code", '"' + wrong.code() + '"');
        }
        assertThat(sent).hasValue(0);
    }

    @Test
    void expiryIsJudgedByTheAccountsClock(Page page) {
        caller.put("/sandbox/clock", "{\"frozen_time\": \"2041-02-01T00:00:00Z\"}").expect(200);
        shop.open(page, caller).evaluate(MOUNT_CARD);

        input(page, "card", "exp-date").pressSequentially("0141");

        becomes(page, "heard.at(-1)?.[1].error?.code", "\"invalid_expiry_month_past\"");
    }

    @Test
    void changeEventsSayWhatStripesSay(Page page) throws Exception {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        input(page, "card", "cardnumber").pressSequentially("4");
        input(page, "card", "cardnumber").pressSequentially("242424242424242");
        page.keyboard()
                .type(FUTURE + "123" + "12345"); // A full field moves the focus to the next one.

        becomes(
                page,
                "heard.filter(([name]) => name === 'change').map(([, event]) => ({...event, keys:"
                        + " Object.keys(event).length}))",
                """
                [
                  {"elementType": "card", "empty": false, "complete": false, "brand": "visa", "value": {"postalCode": ""}, "keys": 6},
                  {"elementType": "card", "empty": false, "complete": false, "brand": "visa", "value": {"postalCode": "1"}, "keys": 6},
                  {"elementType": "card", "empty": false, "complete": false, "brand": "visa", "value": {"postalCode": "12"}, "keys": 6},
                  {"elementType": "card", "empty": false, "complete": false, "brand": "visa", "value": {"postalCode": "123"}, "keys": 6},
                  {"elementType": "card", "empty": false, "complete": false, "brand": "visa", "value": {"postalCode": "1234"}, "keys": 6},
                  {"elementType": "card", "empty": false, "complete": true, "brand": "visa", "value": {"postalCode": "12345"}, "keys": 6}
                ]
                """);
        assertThat(page.locator("#card"))
                .containsClass("StripeElement StripeElement--complete StripeElement--focus");
    }

    @Test
    void splitAndPaymentFieldsHaveChangeEventsOfTheirOwn(Page page) throws Exception {
        shop.open(page, caller).evaluate(MOUNT_SPLIT);
        page.evaluate(as("others", MOUNT_PAYMENT), Map.of("mode", "setup", "currency", "usd"));
        typeSplit(page, "5555555555554444", FUTURE, "123");
        typePayment(page, "payment", "5555555555554444", FUTURE, "123", "12345");
        var last =
                "heard.filter(([name, event]) => name === 'change' && event.elementType ==="
                        + " '%s').at(-1)?.[1]";

        becomes(
                page,
                last.formatted("cardNumber"),
                "{\"elementType\": \"cardNumber\", \"empty\": false, \"complete\": true, \"brand\":"
                        + " \"mastercard\"}");
        becomes(
                page,
                last.formatted("cardExpiry"),
                "{\"elementType\": \"cardExpiry\", \"empty\": false, \"complete\": true}");
        becomes(
                page,
                last.formatted("cardCvc"),
                "{\"elementType\": \"cardCvc\", \"empty\": false, \"complete\": true}");
        becomes(
                page,
                last.formatted("payment"),
                """
                {"elementType": "payment", "empty": false, "complete": true, "collapsed": false, "value": {"type": "card"}}
                """);
    }

    /**
     * A press of the mouse lasts longer than the field needs to lose the focus and grow by its
     * message.
     */
    @Test
    void buttonBelowAnIncompleteFieldGetsItsClick(Page page) {
        shop.open(page, caller).evaluate(MOUNT_PAYMENT, Map.of("mode", "setup", "currency", "usd"));
        page.evaluate(
                """
                () => {
                    window.button = document.createElement('button');
                    button.type = 'button';
                    button.textContent = 'Below';
                    button.onclick = () => { window.clicked = true; };
                    document.getElementById('payment').after(button);
                }
                """);
        input(page, "payment", "number").pressSequentially("4242");
        var height = page.locator("#payment iframe").boundingBox().height;
        var below = page.getByText("Below").boundingBox();

        page.mouse().move(below.x + below.width / 2, below.y + below.height / 2);
        page.mouse().down();
        assertThat(frame(page, "payment").getByText("Your card number is incomplete.")).isVisible();
        page.mouse().up();

        becomes(page, "window.clicked ?? false", "true");
        page.waitForCondition(() -> page.locator("#payment iframe").boundingBox().height > height);
    }

    @Test
    void focusAndBlurComeOnceForTheWholeField(Page page) throws Exception {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        assertThat(page.locator("#card")).hasClass("StripeElement StripeElement--empty");

        page.evaluate("() => card.focus()");
        assertThat(input(page, "card", "cardnumber")).isFocused();
        assertThat(page.locator("#card")).hasClass(Pattern.compile("StripeElement--focus"));
        page.keyboard().press("Tab");
        assertThat(input(page, "card", "exp-date")).isFocused();
        page.keyboard().press("Escape");
        page.evaluate("() => card.blur()");
        page.waitForFunction("heard.some(([name]) => name === 'blur')");

        becomes(
                page,
                "heard",
                """
                [["ready", {"elementType": "card"}], ["focus", {"elementType": "card"}], ["escape", {"elementType": "card"}],
                 ["blur", {"elementType": "card"}]]
                """);
        assertThat(page.locator("#card")).hasClass("StripeElement StripeElement--empty");
    }

    @Test
    void keyboardAndLabelReachTheFieldsInTheirOrder(Page page) {
        shop.open(page, caller).evaluate(MOUNT_CARD);

        page.locator("#before").focus();
        for (var name : List.of("cardnumber", "exp-date", "cvc", "postal")) {
            page.keyboard().press("Tab");
            assertThat(input(page, "card", name)).isFocused();
        }
        page.keyboard().press("Tab");
        assertThat(page.getByText("Pay", new Page.GetByTextOptions().setExact(true))).isFocused();

        page.locator("#label").click();
        assertThat(input(page, "card", "cardnumber")).isFocused();
    }

    @Test
    void enterSendsTheFormAroundTheField(Page page) {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        page.evaluate(
                "() => form.addEventListener('submit', event => { event.preventDefault();"
                        + " window.sent = [...new FormData(form)]; })");

        input(page, "card", "cvc").press("Enter");

        page.waitForFunction("window.sent");
        assertThat(json(page, "sent")).as("nothing of the card").isEqualTo("[]");
    }

    @Test
    void fieldsCanBeChangedClearedTakenOutAndPutBack(Page page) {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        typeCard(page, "card", "4242424242424242", FUTURE, "123", "12345");

        page.evaluate(
                "() => card.update({style: {base: {color: 'rgb(1, 2, 3)', fontSize: '20px'}},"
                        + " hidePostalCode: true})");
        assertThat(input(page, "card", "postal")).isHidden();
        assertThat(input(page, "card", "cvc")).hasCSS("color", "rgb(1, 2, 3)");
        assertThat(input(page, "card", "cvc")).hasCSS("font-size", "20px");
        page.evaluate(
                "() => card.update({disabled: true, classes: {base: 'Mine', complete:"
                        + " 'Mine--complete all-done'}})");
        assertThat(input(page, "card", "cvc")).isDisabled();
        assertThat(page.locator("#card")).hasClass("Mine Mine--complete all-done");
        page.evaluate(
                "() => card.update({disabled: false, hidePostalCode: false, value: {postalCode:"
                        + " '94107'}})");
        assertThat(input(page, "card", "postal")).hasValue("94107");

        page.evaluate("() => card.clear()");
        assertThat(input(page, "card", "cardnumber")).hasValue("");
        becomes(page, "heard.at(-1)?.[1].empty", "true");

        page.evaluate("() => card.unmount()");
        assertThat(page.locator("#card")).isEmpty();
        assertThat(page.locator("#card")).not().hasClass(Pattern.compile("Mine"));
        assertThat(json(page, CREATE + ".catch(error => error.name)"))
                .isEqualTo("\"IntegrationError\"");
        page.evaluate("() => card.mount(document.getElementById('other'))");
        typeCard(page, "other", "4242424242424242", FUTURE, "123", "12345");
        assertThat(json(page, CREATE)).contains("\"last4\":\"4242\"");

        page.evaluate(
                "() => { card.destroy(); window.card = elements.create('card');"
                        + " card.mount('#card'); }");
        assertThat(page.locator("#other")).isEmpty();
        assertThat(input(page, "card", "cardnumber")).hasValue("");
    }

    @Test
    void listenersCanBeTakenOff(Page page) {
        shop.open(page, caller);

        var heard =
                json(
                        page,
                        """
                        new Promise(resolve => {
                            const calls = [];
                            const card = stripe.elements().create('card');
                            const off = () => calls.push('off');
                            card.on('ready', off).on('ready', () => calls.push('on')).once('focus', () => calls.push('once'));
                            card.off('ready', off);
                            card.on('blur', () => calls.push('blur')).off('blur');
                            card.on('ready', () => { card.focus(); });
                            card.on('focus', () => { card.blur(); calls.push('focus'); setTimeout(() => resolve(calls)); });
                            card.mount('#card');
                        })\
                        """);

        assertThat(heard).isEqualTo("[\"on\",\"once\",\"focus\"]");
    }

    @Test
    void twoFormsOnOnePageKeepTheirCardsApart(Page page) {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        page.evaluate(
                "() => { window.second = stripe.elements().create('card', {hidePostalCode: true});"
                        + " second.mount('#other'); }");
        typeCard(page, "card", "4242424242424242", FUTURE, "123", "12345");
        input(page, "other", "cardnumber").pressSequentially("5555555555554444");
        page.keyboard().type(FUTURE + "123");

        assertThat(json(page, CREATE)).contains("\"last4\":\"4242\"");
        assertThat(json(page, "stripe.createPaymentMethod({type: 'card', card: second})"))
                .contains("\"last4\":\"4444\"");
    }

    @Test
    void appearanceOfThePaymentElementCanBeChanged(Page page) {
        shop.open(page, caller)
                .evaluate(
                        MOUNT_PAYMENT,
                        Map.of(
                                "mode", "setup",
                                "currency", "usd",
                                "appearance",
                                        Map.of(
                                                "theme", "flat",
                                                "variables", Map.of("colorText", "rgb(9, 8, 7)"),
                                                "rules",
                                                        Map.of(
                                                                ".Label",
                                                                Map.of(
                                                                        "textTransform",
                                                                        "uppercase")))));
        var label = frame(page, "payment").getByText("Card number");
        assertThat(label).hasCSS("color", "rgb(9, 8, 7)");
        assertThat(label).hasCSS("text-transform", "uppercase");

        page.evaluate("() => elements.update({appearance: {theme: 'night'}})");

        assertThat(label).hasCSS("text-transform", "none");
        assertThat(label).not().hasCSS("color", "rgb(9, 8, 7)");
        page.evaluate(
                "() => payment.update({defaultValues: {billingDetails: {address: {country:"
                        + " 'DE'}}}})");
        assertThat(input(page, "payment", "country")).hasValue("DE");
        assertThat(input(page, "payment", "postalCode")).isHidden();
        page.evaluate("() => payment.collapse()");
        assertThat(input(page, "payment", "number")).isHidden();
        becomes(page, "heard.at(-1)?.[1].collapsed", "true");
    }

    @Test
    void pageAroundTheFieldsNeverSeesTheCard(BrowserContext context, Page page) {
        context.addInitScript(
                """
                window.seen = [];
                const see = data => seen.push(JSON.stringify(data) ?? '');
                const listen = EventTarget.prototype.addEventListener;
                window.addEventListener('message', event => see(event.data), true);
                const post = MessagePort.prototype.postMessage;
                MessagePort.prototype.postMessage = function (...args) { see(args[0]); return post.apply(this, args); };
                const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
                Object.defineProperty(MessagePort.prototype, 'onmessage', {
                    ...onmessage,
                    set(handler) { onmessage.set.call(this, event => { see(event.data); handler(event); }); },
                });
                const ask = window.fetch;
                window.fetch = (...args) => { see(args.map(String)); return ask(...args); };
                """);
        shop.open(page, caller).evaluate(MOUNT_CARD);
        page.evaluate(as("splits", MOUNT_SPLIT));
        page.evaluate(
                as("others", MOUNT_PAYMENT),
                Map.of("mode", "setup", "currency", "usd", "paymentMethodCreation", "manual"));
        typeCard(page, "card", "4242424242424242", FUTURE, "987", "12345");
        typeSplit(page, "4242424242424242", FUTURE, "987");
        typePayment(page, "payment", "4242424242424242", FUTURE, "987", "12345");
        assertThat(json(page, CREATE)).contains("\"last4\":\"4242\"");
        assertThat(
                        json(
                                page,
                                "stripe.createPaymentMethod({type: 'card', card:"
                                        + " splits.getElement('cardNumber')})"))
                .contains("\"last4\":\"4242\"");
        assertThat(
                        json(
                                page,
                                "others.submit().then(() => stripe.createPaymentMethod({elements:"
                                        + " others}))"))
                .contains("\"last4\":\"4242\"");

        @SuppressWarnings("unchecked")
        var seen = (List<String>) page.evaluate("() => seen");
        assertThat(seen).as("messages, and among them the results").hasSizeGreaterThan(20);
        assertThat(seen)
                .noneMatch(message ->
                        message.contains("424242")
                                || message.contains("4242 42")
                                || message.contains("987"));
        assertThat(
                        json(
                                page,
                                "[...document.querySelectorAll('iframe')].map(frame =>"
                                        + " frame.contentDocument)"))
                .isEqualTo("[null,null,null,null,null]");
    }

    /** A call with the error that it throws. */
    private record Loud(String call, String name, String message) {}

    private static final List<Loud> LOUD =
            List.of(
                    new Loud("Stripe(42)", "IntegrationError", "string"),
                    new Loud("Stripe('')", "IntegrationError", "empty"),
                    new Loud("Stripe('sk_test_1')", "IntegrationError", "publishable"),
                    new Loud("stripe.elements().create('carrd')", "IntegrationError", "carrd"),
                    new Loud(
                            "(() => { const group = stripe.elements(); group.create('card');"
                                    + " group.create('card'); })()",
                            "IntegrationError",
                            "already"),
                    new Loud(
                            "stripe.elements().create('payment')",
                            "IntegrationError",
                            "clientSecret"),
                    new Loud(
                            "stripe.elements({clientSecret: 'nonsense'})",
                            "IntegrationError",
                            "nonsense"),
                    new Loud(
                            "stripe.elements().create('card').mount('#nowhere')",
                            "IntegrationError",
                            "#nowhere"),
                    new Loud(
                            "stripe.retrieveSetupIntent('pi_1_secret_2')",
                            "IntegrationError",
                            "seti_"),
                    new Loud(
                            "stripe.confirmSetup({clientSecret: 'seti_1_secret_2'})",
                            "IntegrationError",
                            "return_url"),
                    new Loud(
                            "stripe.createPaymentMethod({type: 'card', card: {number:"
                                    + " '4242424242424242'}})",
                            "IntegrationError",
                            "Element"),
                    new Loud(
                            "stripe.paymentRequest({})",
                            "Error",
                            "Stripe.paymentRequest is not simulated by Paystub"),
                    new Loud(
                            "stripe.redirectToCheckout({})",
                            "Error",
                            "Stripe.redirectToCheckout is not simulated by Paystub"),
                    new Loud(
                            "stripe.createSource({})",
                            "Error",
                            "Stripe.createSource is not simulated by Paystub"),
                    new Loud(
                            "stripe.createEmbeddedCheckoutPage({})",
                            "Error",
                            "Stripe.createEmbeddedCheckoutPage is not simulated by Paystub"),
                    new Loud(
                            "stripe.elements().create('iban')",
                            "Error",
                            "Stripe.elements().create('iban') is not simulated by Paystub"),
                    new Loud(
                            "stripe.createToken('pii', {})",
                            "Error",
                            "Stripe.createToken('pii') is not simulated by Paystub"));

    @Test
    void whatCannotWorkFailsLoudly(Page page) {
        shop.open(page, caller);
        for (var loud : LOUD) {
            var thrown =
                    json(
                            page,
                            "(async () => %s)().then(() => 'nothing', error => [error.name, error.message])"
                                    .formatted(loud.call()));

            assertThat(thrown)
                    .as(loud.call())
                    .startsWith("[\"" + loud.name() + "\"")
                    .contains(loud.message());
        }
    }

    @Test
    void nothingSeriousIsFoundByAxe(Page page) {
        shop.open(page, caller).evaluate(MOUNT_CARD);
        page.evaluate(as("splits", MOUNT_SPLIT));
        page.evaluate(as("others", MOUNT_PAYMENT), Map.of("mode", "setup", "currency", "usd"));
        typeCard(page, "card", "4242424242424241", FUTURE, "123", "12345");
        input(page, "payment", "number").pressSequentially("4242424242424241");
        assertThat(frame(page, "payment").getByText("Your card number is invalid.")).isVisible();

        Accessibility.checkAsItIs(page);
    }
}
