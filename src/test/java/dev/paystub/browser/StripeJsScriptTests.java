package dev.paystub.browser;

import static dev.paystub.browser.StripeJsShop.attach;
import static dev.paystub.browser.StripeJsShop.json;
import static dev.paystub.browser.StripeJsShop.typeCard;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The addresses of the Stripe.js stand-in, and how the script finds the server. */
@ServerTest
@InBrowser
class StripeJsScriptTests {

    @AutoClose private final StripeJsShop shop = new StripeJsShop();

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void newAccount() {
        caller = Caller.fresh(port);
    }

    private Reply get(String path, String... headers) {
        var request = caller.request(path);
        return Caller.send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    /** Creates a payment method on the open page and adds it to the account. */
    private void assertWorks(Page page) {
        page.evaluate(
                "key => { window.stripe = Stripe(key); window.card ="
                        + " stripe.elements().create('card'); card.mount('#card'); }",
                "pk_test_" + caller.key());
        typeCard(page, "card", "4242424242424242", "1240", "123", "12345");
        var made = json(page, "stripe.createPaymentMethod({type: 'card', card})");
        attach(caller, JsonPath.read(made, "$.paymentMethod.id")).succeeds();
    }

    @ParameterizedTest
    @CsvSource({
        "/v3, 3",
        "/v3/, 3",
        "/v3/?advancedFraudSignals=false, 3",
        "/endive/stripe.js, endive",
        "/fennel/stripe.js?a=b, fennel"
    })
    @Tag("smoke")
    void pageCanLoadItFromEveryAddressOfStripes(String path, String version, Page page) {
        shop.open(page, "http://localhost:%d%s".formatted(port, path));

        assertThat(page.evaluate("() => Stripe.version")).asString().isEqualTo(version);
        assertThat(page.evaluate("() => typeof Stripe.version"))
                .isEqualTo(version.equals("3") ? "number" : "string");
        assertWorks(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v3",
                "/v3/",
                "/acacia/stripe.js",
                "/basil/stripe.js",
                "/clover/stripe.js",
                "/dahlia/stripe.js"
            })
    @Tag("smoke")
    void anyPageMayReadItAndKeepItWhileItStaysTheSame(String path) {
        var script = get(path).expect(200);
        var etag = script.headers().firstValue("ETag").orElseThrow();

        assertThat(script.headers().firstValue("Content-Type"))
                .hasValue("text/javascript;charset=UTF-8");
        assertThat(script.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(script.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(script.body())
                .contains("window.Stripe")
                .contains("http://localhost:" + port)
                .doesNotContain("{{");
        assertThat(get(path, "If-None-Match", etag).expect(304).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/services/stripe.js",
                "/billing/stripe.js",
                "/sandbox/stripe.js",
                "/demo/stripe.js",
                "/assets/stripe.js",
                "/stripe/stripe.js",
                "/Endive/stripe.js",
                "/v4/"
            })
    @Tag("smoke")
    void otherAddressesAreWhatTheyWere(String path) {
        assertThat(
                        get(
                                        path,
                                        "X-API-Key",
                                        caller.key(),
                                        "Authorization",
                                        "Bearer " + caller.key())
                                .body())
                .doesNotContain("window.Stripe");
    }

    @Test
    @Tag("smoke")
    void framesMayBeShownAnywhereAndLoadNothingFromElsewhere() {
        var frame = get("/stripe-js/frame.html").expect(200);

        assertThat(frame.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "frame-ancestors *")
                .doesNotContain("unsafe");
        assertThat(frame.headers().firstValue("X-Frame-Options")).isEmpty();
        assertThat(frame.body()).doesNotContain("http:", "https:", "style=", "onload");
    }

    @Test
    void proxyThatSaysItsPrefixIsServed(Page page) {
        shop.forward(
                "/pay",
                port,
                Map.of(
                        "X-Forwarded-Host",
                        shop.url("").substring("http://".length()),
                        "X-Forwarded-Prefix",
                        "/pay"));
        shop.open(page, shop.url("/pay/endive/stripe.js"));

        assertThat(json(page, "fetch('/pay/v3/').then(script => script.text())"))
                .contains("('" + shop.url("/pay") + "')");
        assertWorks(page);
    }

    @Test
    void prefixThatOnlyTheScriptsAddressShowsIsServed(Page page) {
        shop.forward("/deep/down", port, Map.of());
        shop.open(page, shop.url("/deep/down/v3/"));

        assertWorks(page);
        assertThat(page.locator("#card iframe").getAttribute("src"))
                .isEqualTo(shop.url("/deep/down/stripe-js/frame.html"));
    }

    @ParameterizedTest
    @CsvSource({"https://js.stripe.com/v3/, 3", "https://js.stripe.com/endive/stripe.js, endive"})
    void testThatAnswersTheVendorsAddressWithItGetsTheSame(
            String address, String version, Browser browser) {
        var script = get("/v3/").expect(200).body();
        var refused = new ArrayList<String>();
        // A separate context, because the extension counts a request to the vendor even when it is
        // intercepted.
        try (var context = browser.newContext()) {
            context.route(
                    "**/*",
                    route -> {
                        var url = route.request().url();
                        if (url.equals(address)) {
                            route.fulfill(
                                    new Route.FulfillOptions()
                                            .setContentType("text/javascript")
                                            .setBody(script));
                        } else if (url.startsWith("http://localhost:" + port)
                                || url.startsWith(shop.url("/"))) {
                            route.resume();
                        } else {
                            refused.add(url);
                            route.abort();
                        }
                    });
            var intercepted = context.newPage();
            shop.open(intercepted, address);

            assertThat(intercepted.evaluate("() => Stripe.version")).asString().isEqualTo(version);
            assertWorks(intercepted);
            assertThat(refused).isEmpty();
        }
    }
}
