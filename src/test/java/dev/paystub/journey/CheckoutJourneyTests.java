package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.Reply;
import dev.paystub.testing.ServerTest;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Completing hosted pages without a browser: {@code /sandbox/checkouts}. */
@ServerTest
class CheckoutJourneyTests {

    private static final String BILLING = "/v1/organizations/billing";
    private static final String LATEST = "/sandbox/checkouts/latest";

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void freshAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
    }

    private Reply update(String body) {
        return caller.post(BILLING + "/update?action=getpaymentlink", body);
    }

    private String open() {
        return update("{\"org_id\": \"1002\", \"quantity\": 10}").expect(200).at("$.response");
    }

    private String plan() {
        return caller.get(BILLING + "/describe?org_id=1002")
                .expect(200)
                .at("$.response.subscription.plan");
    }

    private List<String> whatHappens(String by) {
        return caller.advance(by).at("$.effects[*].what");
    }

    @Test
    void completedPageSubscribesAndSaysWithWhat() {
        var link = open();
        var id = link.substring(link.lastIndexOf('/') + 1);
        var listed = caller.get("/sandbox/checkouts").expect(200);
        assertThat(listed.<String>at("$.checkouts[0].id")).isEqualTo(id);
        assertThat(listed.<String>at("$.checkouts[0].url")).isEqualTo(link);
        assertThat(listed.<String>at("$.checkouts[0].status")).isEqualTo("open");

        var completed =
                caller.post(
                                "/sandbox/checkouts/" + id + "/complete",
                                "{\"card\": \"3782 822463 10005\", \"exp_month\": 2, \"exp_year\":"
                                        + " 2030}")
                        .expect(200);

        assertThat(completed.<String>at("$.status")).isEqualTo("complete");
        assertThat(completed.<String>at("$.payment_method")).startsWith("pm_");
        assertThat(
                        caller.get(BILLING + "/describe?org_id=1002")
                                .<String>at("$.response.subscription.payment_exp"))
                .isEqualTo("02/2030");
        caller.post(LATEST + "/complete").expect(409);
    }

    @ParameterizedTest
    @CsvSource({
        "4000000000000002, Your card was declined.",
        "pm_card_visa_chargeDeclinedInsufficientFunds, Your card has insufficient funds.",
        "pm_card_threeDSecureRequiredChargeDeclined, Your card was declined."
    })
    void refusedCardLeavesThePageOpenAndIsRemembered(String card, String message) {
        open();
        var refused =
                caller.post(LATEST + "/complete", "{\"card\": \"%s\"}".formatted(card)).expect(402);
        assertThat(refused.<String>at("$.detail")).isEqualTo(message);

        assertThat(caller.get(LATEST).<String>at("$.last_error.message")).isEqualTo(message);
        assertThat(plan()).isEqualTo("free");
        var paid = caller.post(LATEST + "/complete", "{}").expect(200);
        assertThat(paid.body()).doesNotContain("last_error");
    }

    @Test
    void challengeEndsAsTheBodySays() {
        open();
        var failed = "{\"card\": \"4000000000003220\", \"authentication\": \"fail\"}";
        assertThat(caller.post(LATEST + "/complete", failed).expect(402).body())
                .contains("unable to authenticate");
        caller.post(LATEST + "/complete", failed.replace("fail", "complete")).expect(200);
        assertThat(plan()).isEqualTo("resource-based");
    }

    @Test
    void declinedPageStaysOpen() {
        open();
        var declined = caller.post(LATEST + "/decline").expect(200);
        assertThat(declined.<String>at("$.status")).isEqualTo("open");
        assertThat(declined.<String>at("$.last_error.decline_code")).isEqualTo("generic_decline");
        caller.post(LATEST + "/decline", "{\"card\": \"4000000000009995\"}").expect(200);
        assertThat(caller.get(LATEST).<String>at("$.last_error.decline_code"))
                .isEqualTo("insufficient_funds");
        assertThat(plan()).isEqualTo("free");
    }

    @Test
    void abandonedPageStaysOpenAndAnExpiredOneDoesNot() {
        var link = open();
        assertThat(caller.post(LATEST + "/abandon").expect(200).<String>at("$.status"))
                .isEqualTo("open");
        assertThat(caller.post(LATEST + "/expire").expect(200).<String>at("$.status"))
                .isEqualTo("expired");

        for (var action : List.of("/complete", "/decline", "/abandon", "/expire")) {
            caller.post(LATEST + action).expect(409);
        }
        var page = Caller.send(caller.request(URI.create(link).getPath()).build());
        assertThat(page.expect(410).body()).contains("This link has expired");
        assertThat(whatHappens("P2D")).doesNotContain("checkout.session.expired");
    }

    @ParameterizedTest
    @CsvSource({
        "/complete, '{\"card\": \"4242424242424241\"}', number is incorrect",
        "/complete, '{\"card\": \"nonsense\"}', number is incomplete",
        "/complete, '{\"card\": \"pm_card_nonsense\"}', No such test card",
        "/complete, '{\"exp_month\": 13}', expiration date is invalid",
        "/complete, '{\"exp_month\": -1}', expiration date is incomplete",
        "/complete, '{\"exp_year\": 2023}', in the past",
        "/complete, '{\"authentication\": \"maybe\"}', authentication must be",
        "/decline, '{\"card\": \"4242424242424242\"}', is not declined"
    })
    void mistakeIsExplainedAndChangesNothing(String action, String body, String message) {
        open();
        var before = caller.get("/sandbox/checkouts").body();
        assertThat(caller.post(LATEST + action, body).expect(400).<String>at("$.detail"))
                .contains(message);
        assertThat(caller.get("/sandbox/checkouts").body()).isEqualTo(before);
        assertThat(plan()).isEqualTo("free");
    }

    @Test
    void roleSeesAndDoesNothing() {
        open();
        var viewer = new Caller(port, caller.key() + ".viewer");
        viewer.get("/sandbox/checkouts").expect(403);
        viewer.get(LATEST).expect(403);
        viewer.post(LATEST + "/complete").expect(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "ftp://example.com/",
                "/relative",
                "example.com",
                "http://",
                "http://a b/",
                "https:opaque"
            })
    void onlyWebAddressesAreReturnedTo(String address) {
        for (var name : List.of("success_url", "cancel_url")) {
            assertThat(
                            update(
                                            "{\"org_id\": \"1002\", \"quantity\": 10, \"%s\": \"%s\"}"
                                                    .formatted(name, address))
                                    .expect(400)
                                    .<String>at("$.response"))
                    .startsWith(name + " must be an absolute http or https address");
        }
        assertThat(caller.get("/sandbox/checkouts").<List<?>>at("$.checkouts")).isEmpty();
    }

    @Test
    void addressesAreKeptAndTheIdIsFilledIn() {
        update(
                        """
                        {"org_id": "1002", "quantity": 10, "cancel_url": "https://shop.example/back",
                         "success_url": "https://shop.example/ok?s={CHECKOUT_SESSION_ID}"}
                        """)
                .expect(200);
        var session = caller.get(LATEST).expect(200);
        assertThat(session.<String>at("$.success_url"))
                .isEqualTo("https://shop.example/ok?s=" + session.at("$.id"));
        assertThat(session.<String>at("$.cancel_url")).isEqualTo("https://shop.example/back");
    }

    @Test
    void everythingInAPageIsRelative() {
        var path = URI.create(open()).getPath();
        var links = Pattern.compile("(?:href|src|action)=\"([^\"]*)\"");
        for (var page : List.of(path, path + "/authentication?paymentMethod=pm_1")) {
            var body = Caller.send(caller.request(page).build()).expect(200).body();
            assertThat(links.matcher(body).results().map(link -> link.group(1)))
                    .isNotEmpty()
                    .allMatch(link -> link.startsWith("../") || link.equals("data:,"));
        }
    }
}
