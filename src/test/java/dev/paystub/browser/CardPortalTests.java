package dev.paystub.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.paystub.testing.Accessibility;
import dev.paystub.testing.Caller;
import dev.paystub.testing.InBrowser;
import dev.paystub.testing.ServerTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The page of an update-card link, in a browser. */
@ServerTest
@InBrowser
class CardPortalTests {

    private static final String BILLING = "/v1/organizations/billing";

    @LocalServerPort private int port;
    private Caller caller;

    @BeforeEach
    void subscribedAccount() {
        caller = Caller.frozenAt(port, "2024-04-01T00:00:00Z");
        update("getpaymentlink&quantity=10");
        caller.post("/sandbox/checkouts/latest/complete", "{\"card\": \"4000000000000341\"}")
                .expect(200);
    }

    private String update(String action) {
        var reply = caller.post(BILLING + "/update?org_id=1002&action=" + action).expect(200);
        return reply.body().contains("response") ? reply.at("$.response") : "";
    }

    private String expiry() {
        return caller.get(BILLING + "/describe?org_id=1002")
                .expect(200)
                .at("$.response.subscription.payment_exp");
    }

    private List<String> bills() {
        return caller.get(BILLING + "/history?org_id=1002")
                .expect(200)
                .at("$.billing_history[*].status");
    }

    private static void save(Page page, String testCard) {
        page.getByText("Test cards").click();
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^" + testCard)))
                .click();
        page.getByText("Save card").click();
    }

    @Test
    @Tag("smoke")
    void newCardBecomesTheDefaultAndPaysWhatIsOwed(Page page) {
        caller.advance("P1M");
        assertThat(bills()).containsExactly("unpaid");
        page.navigate(update("getupdatecardlink"));
        assertThat(page.locator(".present")).containsText("Visa •••• 0341");
        assertThat(page.locator(".present")).containsText("Expires 12 / 2032");
        Accessibility.check(page);

        save(page, "4000 0000 0000 9995");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Your card has insufficient funds.");
        page.getByLabel("Card number").fill("5555 5555 5555 4444");
        page.getByLabel("Expiration").fill("03 / 31");
        page.getByText("Save card").click();

        assertThat(page.locator("h1")).hasText("Your card has been changed.");
        Accessibility.check(page);
        assertThat(expiry()).isEqualTo("03/2031");
        assertThat(bills()).containsExactly("paid");
        page.navigate(update("getupdatecardlink"));
        assertThat(page.locator(".present")).containsText("Mastercard •••• 4444");
    }

    @Test
    void newCardMayHaveToBeAuthenticated(Page page) {
        page.navigate(update("getupdatecardlink"));
        save(page, "4000 0025 0000 3155");
        page.getByText("Fail authentication").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("unable to authenticate");

        save(page, "4000 0025 0000 3155");
        page.getByText("Complete authentication").click();
        assertThat(page.locator("h1")).hasText("Your card has been changed.");
        caller.advance("P1M");
        assertThat(bills()).containsExactly("paid");
    }

    @Test
    void linksOfACanceledSubscriptionAndOldOnesAreFriendly(Page page) {
        var old = update("getupdatecardlink");
        caller.advance("PT24H");
        page.navigate(old);
        assertThat(page.locator("h1")).hasText("This link has expired");

        var link = update("getupdatecardlink");
        page.navigate(link);
        update("cancelsubscription");
        save(page, "4242 4242 4242 4242");
        assertThat(page.locator("h1")).hasText("This link has expired");
        page.navigate(link);
        assertThat(page.locator("h1")).hasText("This link has expired");
        Accessibility.check(page);
    }
}
