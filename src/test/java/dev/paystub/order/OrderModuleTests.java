package dev.paystub.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.engine.AccountDirectory;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.TestClock;
import dev.paystub.invoice.InvoiceItem;
import dev.paystub.invoice.Invoicing;
import dev.paystub.invoice.Ledger;
import dev.paystub.invoice.Ledger.BalanceChanged;
import dev.paystub.invoice.LedgerEntry;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.order.Hosting.HostingChanged;
import dev.paystub.order.Hosting.Status;
import dev.paystub.payment.DunningExhausted;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.modulith.test.ApplicationModuleTest.BootstrapMode;
import org.springframework.modulith.test.PublishedEvents;

@ApplicationModuleTest(
        mode = BootstrapMode.ALL_DEPENDENCIES,
        extraIncludes = {"kernel", "world"},
        webEnvironment = WebEnvironment.NONE)
@Import(FakeGateways.class)
class OrderModuleTests {

    @Autowired private JdbcClient jdbc;

    @Autowired private Ordering ordering;
    @Autowired private Invoicing invoicing;
    @Autowired private Ledger ledger;
    @Autowired private FakeCards gateway;
    @Autowired private ApplicationEventPublisher publisher;
    @Autowired private AccountDirectory directory;
    @Autowired private TestClock testClock;
    @Autowired private AccountTransactions accountTransactions;
    private InAccount account;

    @BeforeEach
    void freshAccount() {
        gateway.declines(false);
        account =
                new InAccount(
                        directory, testClock, accountTransactions, "2024-06-09T15:23:43.444Z");
    }

    @Test
    void hourlyOrderIsRunningAndPrepaid(PublishedEvents events) {
        var order = place("hourly");

        assertThat(order.number()).isEqualTo(13);
        assertThat(order.hostingNumber()).isEqualTo(13);
        assertThat(order.invoiceNumber()).isEqualTo(72);
        assertThat(events.ofType(HostingChanged.class))
                .containsExactly(
                        new HostingChanged(13, null, Status.PENDING),
                        new HostingChanged(13, Status.PENDING, Status.ACTIVE));
        assertThat(events.ofType(BalanceChanged.class))
                .contains(new BalanceChanged(Money.of("100"), Money.of("99.50")));
        assertThat(gateway.log()).isEmpty();
    }

    @Test
    void orderThatIsRefusedLeavesNoRow() {
        account.run(() -> ledger.debit(Money.of("99.51"), new LedgerEntry.Posting("spent", null)));

        var before = orderRows();

        assertThatExceptionOfType(DomainException.Conflict.class).isThrownBy(() -> place("hourly"));

        assertThat(orderRows()).isEqualTo(before);
        assertThat(account.call(ordering::list)).hasSize(2);
        assertThat(account.call(invoicing::list)).hasSize(4);
        account.run(() -> ledger.credit(Money.of("1"), new LedgerEntry.Posting("back", null)));
        assertThat(place("hourly").number()).isEqualTo(13);
    }

    @Test
    void balanceThatRisesResumesWhatItCovers(PublishedEvents events) {
        place("hourly");
        account.run(() -> ledger.debit(Money.of("99.50"), new LedgerEntry.Posting("spent", null)));
        account.advance("PT1H");
        assertThat(status(13)).isEqualTo(Status.SUSPENDED);

        account.run(() -> ledger.credit(Money.of("0.49"), new LedgerEntry.Posting("some", null)));
        assertThat(status(13)).isEqualTo(Status.SUSPENDED);
        account.run(() -> ledger.credit(Money.of("0.01"), new LedgerEntry.Posting("more", null)));

        assertThat(status(13)).isEqualTo(Status.ACTIVE);
        assertThat(account.call(ledger::balance)).isEqualTo(Money.ZERO);
        assertThat(events.ofType(HostingChanged.class))
                .contains(new HostingChanged(13, Status.SUSPENDED, Status.ACTIVE));
    }

    @Test
    void monthlyOrderTakesCreditThenTheCard(PublishedEvents events) {
        place("monthly");

        assertThat(gateway.log()).containsExactly("charge 300.00");
        assertThat(events.ofType(HostingChanged.class))
                .containsExactly(
                        new HostingChanged(13, null, Status.PENDING),
                        new HostingChanged(13, Status.PENDING, Status.ACTIVE));
    }

    @Test
    void paidInvoiceActivatesItsServiceAndNoOther() {
        gateway.declines(true);
        place("monthly");
        place("monthly");
        assertThat(status(13)).isEqualTo(Status.PENDING);

        account.run(() -> invoicing.applyPayment(73, Money.of("400")));

        assertThat(status(13)).isEqualTo(Status.PENDING);
        assertThat(status(14)).isEqualTo(Status.ACTIVE);
    }

    @Test
    void paidInvoiceOfAnotherTypeActivatesNothing() {
        gateway.declines(true);
        place("monthly");
        account.run(() ->
                invoicing.create(
                        LocalDate.parse("2024-06-23"),
                        new InvoiceItem.NewItem("Addon", 13, "not a server", Money.of("1"))));

        account.run(() -> invoicing.applyPayment(73, Money.of("1")));

        assertThat(status(13)).isEqualTo(Status.PENDING);
    }

    @Test
    void givenUpInvoiceSuspendsItsRunningService(PublishedEvents events) {
        account.inTurn(() -> publisher.publishEvent(new DunningExhausted(99, List.of(11L, 12L))));

        assertThat(status(12)).isEqualTo(Status.SUSPENDED);
        assertThat(status(11)).isEqualTo(Status.CANCELLED);
        assertThat(events.ofType(HostingChanged.class))
                .containsExactly(new HostingChanged(12, Status.ACTIVE, Status.SUSPENDED));
    }

    private Order place(String cycle) {
        return account.call(() -> ordering.place(new Ordering.Request(1, cycle, "test", "", "")));
    }

    private Status status(long service) {
        return account.call(() -> ordering.hosting(service).status());
    }

    private long orderRows() {
        return jdbc.sql("select count(*) from orders").query(Long.class).single();
    }
}
