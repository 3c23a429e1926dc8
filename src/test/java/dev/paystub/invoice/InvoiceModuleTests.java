package dev.paystub.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.TestClock;
import dev.paystub.invoice.Invoice.InvoiceCreated;
import dev.paystub.invoice.Invoice.InvoicePaid;
import dev.paystub.invoice.Invoice.UsageInvoiceOpened;
import dev.paystub.invoice.InvoiceItem.NewItem;
import dev.paystub.invoice.Ledger.BalanceChanged;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.testing.InAccount;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.modulith.test.ApplicationModuleTest.BootstrapMode;
import org.springframework.modulith.test.PublishedEvents;

@ApplicationModuleTest(
        mode = BootstrapMode.ALL_DEPENDENCIES,
        extraIncludes = {"kernel", "world"},
        webEnvironment = WebEnvironment.NONE)
class InvoiceModuleTests {

    private static final Instant NOW = Instant.parse("2024-06-09T15:23:43.444Z");
    private static final LocalDate DUE = LocalDate.parse("2024-06-23");

    @Autowired private Invoicing invoicing;
    @Autowired private Ledger ledger;
    @Autowired private AccountDirectory directory;
    @Autowired private TestClock testClock;
    @Autowired private AccountTransactions accountTransactions;
    private InAccount account;

    @BeforeEach
    void freshAccount() {
        account = new InAccount(directory, testClock, accountTransactions, NOW.toString());
    }

    @Test
    void fundsAreInvoicedAndTold(PublishedEvents events) {
        var invoice = account.call(() -> invoicing.addFunds(BigDecimal.TEN));

        assertThat(invoice).isEqualTo(72);
        assertThat(events.ofType(InvoiceCreated.class))
                .contains(new InvoiceCreated(72, true, DUE, Money.of("10")));
        assertThat(events.ofType(BalanceChanged.class)).isEmpty();
    }

    @Test
    void paidFundsRaiseTheBalanceInTheSameTurn(PublishedEvents events) {
        var applied =
                account.call(() -> {
                    invoicing.addFunds(BigDecimal.TEN);
                    return invoicing.applyPayment(72, Money.of("10"));
                });

        assertThat(applied).isEqualTo(Money.of("10"));
        assertThat(events.ofType(InvoicePaid.class))
                .contains(new InvoicePaid(72, Money.of("10"), List.of(), NOW));
        assertThat(events.ofType(BalanceChanged.class))
                .contains(new BalanceChanged(Money.of("100"), Money.of("110")));
        assertThat(account.call(ledger::balance)).isEqualTo(Money.of("110"));
    }

    @Test
    void whatAnInvoiceDoesNotNeedBecomesCredit(PublishedEvents events) {
        account.run(() -> invoicing.create(DUE, service("40")));

        assertThat(account.call(() -> invoicing.applyPayment(72, Money.of("45"))))
                .isEqualTo(Money.of("40"));
        assertThat(account.call(() -> invoicing.applyPayment(72, Money.of("3"))))
                .isEqualTo(Money.ZERO);

        assertThat(events.ofType(InvoicePaid.class)).hasSize(1);
        assertThat(account.call(ledger::balance)).isEqualTo(Money.of("108"));
        assertThat(account.call(() -> ledger.latest(10)))
                .extracting(LedgerEntry::amount)
                .endsWith(Money.of("5"), Money.of("3"));
    }

    @Test
    void creditGoesAsFarAsItReaches(PublishedEvents events) {
        account.run(() -> invoicing.create(DUE, service("400")));
        account.run(() -> invoicing.applyCredit(72));

        assertThat(account.call(() -> invoicing.get(72).balance())).isEqualTo(Money.of("300"));
        assertThat(account.call(ledger::balance)).isEqualTo(Money.ZERO);
        assertThat(events.ofType(InvoicePaid.class)).isEmpty();
        assertThat(events.ofType(BalanceChanged.class))
                .contains(new BalanceChanged(Money.of("100"), Money.ZERO));
    }

    @Test
    void creditThatReachesPaysAndTheRestStays(PublishedEvents events) {
        account.run(() -> invoicing.create(DUE, service("40")));
        account.run(() -> invoicing.applyCredit(72));

        assertThat(account.call(ledger::balance)).isEqualTo(Money.of("60"));
        assertThat(events.ofType(InvoicePaid.class))
                .contains(new InvoicePaid(72, Money.ZERO, List.of(13L), NOW));
    }

    @Test
    void creditIsNeverAppliedToFunds(PublishedEvents events) {
        account.run(() -> invoicing.applyCredit(34));

        assertThat(account.call(ledger::balance)).isEqualTo(Money.of("100"));
        assertThat(events.ofType(BalanceChanged.class)).isEmpty();
    }

    @Test
    void usageIsDrawnOntoAnInvoiceThatGrows(PublishedEvents events) {
        var first = account.call(() -> invoicing.billUsage(null, service("0.50"), "an hour"));
        var second = account.call(() -> invoicing.billUsage(72L, service("0.50"), "an hour"));

        assertThat(first).contains(72L);
        assertThat(second).contains(72L);
        assertThat(account.call(() -> invoicing.get(72).credit())).isEqualTo(Money.of("1"));
        assertThat(account.call(ledger::balance)).isEqualTo(Money.of("99"));
        assertThat(events.ofType(UsageInvoiceOpened.class)).hasSize(1);
        assertThat(events.ofType(BalanceChanged.class)).hasSize(2);
    }

    @Test
    void usageBeyondTheBalanceIsNotDrawn(PublishedEvents events) {
        assertThat(account.call(() -> invoicing.billUsage(null, service("100.01"), "too much")))
                .isEmpty();

        assertThat(account.call(ledger::balance)).isEqualTo(Money.of("100"));
        assertThat(account.call(() -> invoicing.find(72))).isEmpty();
        assertThat(events.ofType(UsageInvoiceOpened.class)).isEmpty();
    }

    @Test
    void refusedInvoiceGivesItsNumberBack() {
        assertThatExceptionOfType(DomainException.Invalid.class)
                .isThrownBy(() ->
                        account.inTurn(() -> {
                            invoicing.addFunds(BigDecimal.TEN);
                            invoicing.addFunds(BigDecimal.ZERO);
                        }));

        assertThat(account.call(() -> invoicing.addFunds(BigDecimal.ONE))).isEqualTo(72);
        assertThat(account.call(invoicing::list)).hasSize(5);
    }

    @Test
    void balanceIsTheSumOfTheLedgerAndNeverNegative() {
        account.run(() -> {
            var posting = new LedgerEntry.Posting("test", null);
            assertThat(ledger.debit(Money.of("99.99"), posting)).isTrue();
            assertThat(ledger.debit(Money.of("0.02"), posting)).isFalse();
            assertThat(ledger.debit(Money.of("0.01"), posting)).isTrue();
            ledger.credit(Money.of("7.25"), posting);
        });

        var entries = account.call(() -> ledger.latest(10));
        assertThat(entries).extracting(LedgerEntry::number).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(entries.stream().map(LedgerEntry::amount).reduce(Money.ZERO, Money::plus))
                .isEqualTo(account.call(ledger::balance))
                .isEqualTo(Money.of("7.25"));
        assertThat(entries).allMatch(entry -> entry.balanceAfter().covers(Money.ZERO));
    }

    private static NewItem service(String amount) {
        return new NewItem(InvoiceItem.HOSTING, 13, "a server", Money.of(amount));
    }
}
