package dev.paystub.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.TestClock;
import dev.paystub.kernel.DomainException;
import dev.paystub.payment.CardGateway.StoredCard;
import dev.paystub.payment.HostedPages.CheckoutCompleted;
import dev.paystub.payment.HostedPages.Purpose;
import dev.paystub.subscription.BillingRecord.BillingRecordChanged;
import dev.paystub.subscription.Organization.OrganizationChanged;
import dev.paystub.subscription.Subscription.Status;
import dev.paystub.subscription.Subscription.SubscriptionChanged;
import dev.paystub.subscription.Subscription.Terms;
import dev.paystub.testing.FakeGateways;
import dev.paystub.testing.FakeGateways.FakeCards;
import dev.paystub.testing.FakeGateways.FakePages;
import dev.paystub.testing.InAccount;
import java.time.YearMonth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.modulith.test.ApplicationModuleTest.BootstrapMode;
import org.springframework.modulith.test.PublishedEvents;

@ApplicationModuleTest(
        mode = BootstrapMode.ALL_DEPENDENCIES,
        extraIncludes = {"kernel", "world"},
        webEnvironment = WebEnvironment.NONE)
@Import(FakeGateways.class)
class SubscriptionModuleTests {

    private static final String FREE = "1002"; // seeded, without a subscription
    private static final Subscribing.Redirects STAY = new Subscribing.Redirects(null, null);

    @Autowired private Subscribing subscribing;
    @Autowired private FakeCards gateway;
    @Autowired private FakePages pages;
    @Autowired private ApplicationEventPublisher publisher;
    @Autowired private AccountDirectory directory;
    @Autowired private TestClock testClock;
    @Autowired private AccountTransactions accountTransactions;
    private InAccount account;

    @BeforeEach
    void freshAccount() {
        gateway.declines(false);
        pages.takeLog();
        account = new InAccount(directory, testClock, accountTransactions, "2024-04-01T00:00:00Z");
    }

    @Test
    void pageIsOpenedAndNothingElse(PublishedEvents events) {
        assertThat(account.call(() -> subscribing.openPaymentPage(FREE, 10, STAY)))
                .isEqualTo("/page");

        assertThat(pages.takeLog())
                .containsExactly("expire SUBSCRIBE 1002", "open SUBSCRIBE 1002 10");
        assertThat(events.ofType(SubscriptionChanged.class)).isEmpty();
    }

    @Test
    void completedPageSubscribes(PublishedEvents events) {
        complete(Purpose.SUBSCRIBE, 10);

        assertThat(events.ofType(SubscriptionChanged.class))
                .contains(
                        new SubscriptionChanged(
                                1002,
                                null,
                                "active, 10 units, visa *4242 2034-12",
                                null,
                                new Terms(Status.ACTIVE, 10, "pm_1")));
        assertThat(gateway.log()).isEmpty(); // billed in arrears
    }

    @Test
    void secondCompletionIsRefused() {
        complete(Purpose.SUBSCRIBE, 10);

        assertThatExceptionOfType(DomainException.Conflict.class)
                .isThrownBy(() -> complete(Purpose.SUBSCRIBE, 20));

        assertThat(subscription().quantity()).isEqualTo(10);
    }

    @Test
    void changeAndMonthAreChargedAsThePageHasThem(PublishedEvents events) {
        complete(Purpose.SUBSCRIBE, 10);

        account.advance("P14D");
        account.run(() -> subscribing.changeQuantity(FREE, 100));
        assertThat(gateway.log()).containsExactly("charge 29.95");
        gateway.declines(false);
        account.run(() -> subscribing.cancel("1001")); // the seeded one, billed on the same day
        gateway.declines(false);
        account.advance("P15D");

        assertThat(gateway.log()).containsExactly("charge 209.50");
        assertThat(
                        events.ofType(BillingRecordChanged.class)
                                .matching(bill -> bill.organization().equals(FREE)))
                .hasSize(2)
                .allMatch(bill -> bill.to().equals("paid"));
    }

    @Test
    void declineMakesItPastDueUntilANewCardPays() {
        complete(Purpose.SUBSCRIBE, 10);
        account.run(() -> subscribing.cancel("1001"));
        gateway.declines(true);

        account.advance("P2M3D"); // two bills, each with its retries
        assertThat(gateway.log()).hasSize(8).containsOnly("charge 59.90");
        assertThat(subscription().status()).isEqualTo(Status.PAST_DUE);

        gateway.declines(false);
        complete(Purpose.UPDATE_CARD, 0);
        assertThat(gateway.log()).containsExactly("charge 59.90", "charge 59.90");
        assertThat(subscription().status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void cancelChargesClosesAndPurgesAfterAMonth(PublishedEvents events) {
        complete(Purpose.SUBSCRIBE, 10);
        account.run(() -> subscribing.setResources(FREE, 8));

        account.run(() -> subscribing.cancel(FREE));
        assertThat(gateway.log()).containsExactly("charge 2.00");
        assertThat(pages.takeLog()).contains("expire UPDATE_CARD 1002");
        assertThat(account.call(() -> subscribing.organization(FREE).resources())).isEqualTo(8);

        account.advance("P1M");
        assertThat(events.ofType(OrganizationChanged.class))
                .contains(new OrganizationChanged(FREE, "purged", "8", "0"));
    }

    private void complete(Purpose purpose, int quantity) {
        var card = new StoredCard("pm_1", "visa", "4242", YearMonth.of(2034, 12));
        account.inTurn(
                () -> publisher.publishEvent(new CheckoutCompleted(purpose, FREE, quantity, card)));
    }

    private Subscription subscription() {
        return account.call(
                () -> subscribing.subscription(subscribing.organization(FREE)).orElseThrow());
    }
}
