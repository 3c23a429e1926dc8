package dev.paystub.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.TestClock;
import dev.paystub.invoice.Invoice;
import dev.paystub.invoice.Invoice.InvoicePaid;
import dev.paystub.invoice.InvoiceItem;
import dev.paystub.invoice.Invoicing;
import dev.paystub.invoice.Ledger;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.payment.Card.CardChanged;
import dev.paystub.payment.CryptoGateway.PaymentChanged;
import dev.paystub.payment.CryptoPayment.CryptoPaymentChanged;
import dev.paystub.payment.CryptoPayment.Status;
import dev.paystub.payment.Payments.PaymentFailed;
import dev.paystub.testing.FakeGateways;
import dev.paystub.testing.FakeGateways.FakeCards;
import dev.paystub.testing.InAccount;
import java.time.LocalDate;
import java.util.List;
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
class PaymentModuleTests {

    private static final long FIRST_PAYMENT = 4465327355L;

    @Autowired private Payments payments;
    @Autowired private StoredCards storedCards;
    @Autowired private Invoicing invoicing;
    @Autowired private Ledger ledger;
    @Autowired private FakeCards gateway;
    @Autowired private ApplicationEventPublisher publisher;
    @Autowired private AccountDirectory directory;
    @Autowired private TestClock testClock;
    @Autowired private AccountTransactions accountTransactions;
    private InAccount account;

    @BeforeEach
    void freshAccountWithAnInvoice() {
        gateway.declines(false);
        account =
                new InAccount(
                        directory, testClock, accountTransactions, "2024-06-09T15:23:43.444Z");
        account.run(() ->
                invoicing.create(
                        LocalDate.parse("2024-06-23"),
                        new InvoiceItem.NewItem(
                                InvoiceItem.HOSTING, 13, "a server", Money.of("40"))));
    }

    @Test
    void defaultCardPaysWhatIsLeft(PublishedEvents events) {
        account.run(() -> invoicing.applyPayment(72, Money.of("15")));

        assertThat(account.call(() -> payments.payByCard(72))).isTrue();

        assertThat(gateway.log()).containsExactly("charge 25.00");
        assertThat(events.ofType(InvoicePaid.class)).hasSize(1);
        assertThat(account.call(payments::transactions))
                .singleElement()
                .satisfies(transaction -> {
                    assertThat(transaction.gateway()).isEqualTo("stripe");
                    assertThat(transaction.transid()).isEqualTo("ch_1");
                    assertThat(transaction.invoiceNumber()).isEqualTo(72);
                    assertThat(transaction.applied()).isEqualTo(Money.of("25"));
                });
    }

    @Test
    void declineIsAFactAndRollsNothingBack(PublishedEvents events) {
        gateway.declines(true);

        assertThat(account.call(() -> payments.payByCard(72))).isFalse();

        assertThat(events.ofType(PaymentFailed.class)).contains(new PaymentFailed(72, "No"));
        assertThat(account.call(() -> invoicing.get(72).isUnpaid())).isTrue();
        assertThat(account.call(payments::transactions)).isEmpty();
    }

    @Test
    void withoutACardNothingIsCharged(PublishedEvents events) {
        account.run(() -> storedCards.remove(15));

        assertThat(account.call(() -> payments.payByCard(72))).isFalse();

        assertThat(gateway.log()).containsExactly("detach pm_1P6wzCFTTwwr4vA7vu6Rb5Iz");
        assertThat(events.ofType(PaymentFailed.class)).hasSize(1);
    }

    @Test
    void overdueInvoiceIsChargedFourTimesAndThenGivenUp(PublishedEvents events) {
        gateway.declines(true);

        account.advance("P13D");
        assertThat(gateway.log()).isEmpty();
        account.advance("P60D");

        assertThat(gateway.log()).hasSize(4).containsOnly("charge 40.00");
        assertThat(events.ofType(DunningExhausted.class))
                .contains(new DunningExhausted(72, List.of(13L)));
    }

    @Test
    void overdueInvoiceIsChargedOnceWhenThatSucceeds(PublishedEvents events) {
        account.advance("P60D");

        assertThat(gateway.log()).containsExactly("charge 40.00");
        assertThat(events.ofType(InvoicePaid.class)).hasSize(1);
        assertThat(events.ofType(DunningExhausted.class)).isEmpty();
    }

    @Test
    void paidInvoiceIsNotCharged() {
        account.run(() -> invoicing.applyPayment(72, Money.of("40")));

        account.advance("P60D");

        assertThat(gateway.log()).isEmpty();
    }

    @Test
    void gatewaysReportMovesThePaymentAndPaysTheInvoice(PublishedEvents events) {
        var payment = account.call(() -> payments.payInCrypto(72, "coin", null));
        assertThat(payment.number()).isEqualTo(FIRST_PAYMENT);

        report(Status.CONFIRMING, Money.ZERO);
        report(Status.CONFIRMED, Money.ZERO);
        report(Status.SENDING, Money.ZERO);
        assertThat(account.call(() -> invoicing.get(72).isUnpaid())).isTrue();
        report(Status.FINISHED, Money.of("40"));

        assertThat(account.call(() -> invoicing.get(72).status())).isEqualTo(Invoice.Status.PAID);
        assertThat(events.ofType(CryptoPaymentChanged.class)).hasSize(5);
        assertThat(events.ofType(InvoicePaid.class)).hasSize(1);
    }

    @Test
    void illegalReportIsRefusedAndTakesNoMoney() {
        account.run(() -> payments.payInCrypto(72, "coin", null));

        assertThatExceptionOfType(DomainException.Conflict.class)
                .isThrownBy(() -> report(Status.FINISHED, Money.of("40")));

        assertThat(account.call(() -> payments.cryptoPaymentByIdOrInvoice(FIRST_PAYMENT).status()))
                .isEqualTo(Status.WAITING);
        assertThat(account.call(() -> invoicing.get(72).isUnpaid())).isTrue();
    }

    @Test
    void reportForAPaidInvoiceBecomesCredit() {
        account.run(() -> payments.payInCrypto(72, "coin", null));
        account.run(() -> payments.payByCard(72));

        report(Status.CONFIRMING, Money.ZERO);
        report(Status.CONFIRMED, Money.ZERO);
        report(Status.SENDING, Money.ZERO);
        report(Status.FINISHED, Money.of("40"));

        assertThat(account.call(ledger::balance)).isEqualTo(Money.of("140"));
        assertThat(account.call(payments::transactions))
                .extracting(Transaction::applied)
                .containsExactly(Money.of("40"), Money.ZERO);
    }

    @Test
    void firstCardIsTheDefaultAndTheNextWhenThatGoes(PublishedEvents events) {
        account.run(() -> storedCards.remove(15));
        account.run(() -> storedCards.add("pm_one"));
        account.run(() -> storedCards.add("pm_two"));
        account.run(() -> storedCards.remove(16));

        assertThat(account.call(storedCards::all))
                .singleElement()
                .satisfies(card -> {
                    assertThat(card.number()).isEqualTo(17);
                    assertThat(card.isDefault()).isTrue();
                });
        assertThat(
                        events.ofType(CardChanged.class)
                                .matching(card -> card.change().equals("made_default")))
                .hasSize(2);
    }

    @Test
    void exactlyOneCardIsTheDefault() {
        account.run(() -> storedCards.add("pm_one"));
        account.run(() -> storedCards.add("pm_two"));
        account.run(() -> storedCards.makeDefault(17));
        account.run(() -> storedCards.makeDefault(17));

        assertThat(account.call(storedCards::all))
                .extracting(Card::number)
                .containsExactly(17L, 15L, 16L);
        assertThat(account.call(storedCards::all)).filteredOn(Card::isDefault).hasSize(1);
    }

    private void report(Status status, Money received) {
        account.inTurn(
                () -> publisher.publishEvent(new PaymentChanged(FIRST_PAYMENT, status, received)));
    }
}
