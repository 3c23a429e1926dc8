package dev.paystub.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paystub.invoice.Invoice.InvoiceCreated;
import dev.paystub.invoice.Invoice.InvoicePaid;
import dev.paystub.invoice.Invoice.Status;
import dev.paystub.invoice.InvoiceItem.NewItem;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.testing.Facts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceTests {

    private static final LocalDate DATE = LocalDate.parse("2024-06-09");
    private static final Instant NOON = Instant.parse("2024-06-09T16:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    @Test
    void newInvoiceIsUnpaidAndOwesTheSumOfItsItems() {
        var invoice = funds("10.00");
        invoice.add(78, new NewItem(InvoiceItem.ADD_FUNDS, 0, "Add Funds", Money.of("2.50")));

        assertThat(invoice.status()).isEqualTo(Status.UNPAID);
        assertThat(invoice.isUnpaid()).isTrue();
        assertThat(invoice.datePaid()).isNull();
        assertThat(invoice.date()).isEqualTo(DATE);
        assertThat(invoice.dueDate()).isEqualTo(DATE.plusDays(14));
        assertThat(invoice.items()).extracting(InvoiceItem::number).containsExactly(77L, 78L);
        assertAmounts(invoice, "12.50", "0.00", "12.50", "12.50");
    }

    @Test
    void announcementTellsWhenAndHowMuchIsDue() {
        var invoice = service("400.00");
        invoice.publishCreated();

        assertThat(Facts.of(invoice))
                .containsExactly(
                        new InvoiceCreated(41, false, DATE.plusDays(14), Money.of("400.00")));
    }

    @Test
    void creditLowersTheTotalAndPaymentsWhatIsLeft() {
        var invoice = service("400.00");

        invoice.applyCredit(Money.of("100.00"), NOON);
        assertAmounts(invoice, "400.00", "100.00", "300.00", "300.00");

        invoice.applyPayment(Money.of("120.50"), NOON);
        assertAmounts(invoice, "400.00", "100.00", "300.00", "179.50");
        assertThat(invoice.status()).isEqualTo(Status.UNPAID);
        assertThat(invoice.datePaid()).isNull();
        assertThat(Facts.of(invoice)).isEmpty();
    }

    @Test
    void lastCentSettlesItAtThatInstant() {
        var invoice = service("400.00");
        invoice.applyCredit(Money.of("100.00"), NOON);
        invoice.applyPayment(Money.of("299.99"), NOON);
        assertThat(invoice.isUnpaid()).isTrue();

        invoice.applyPayment(Money.of("0.01"), LATER);

        assertThat(invoice.status()).isEqualTo(Status.PAID);
        assertThat(invoice.datePaid()).isEqualTo(LATER);
        assertAmounts(invoice, "400.00", "100.00", "300.00", "0.00");
        assertThat(Facts.of(invoice))
                .containsExactly(new InvoicePaid(41, Money.ZERO, List.of(13L), LATER));
    }

    @Test
    void unpaidInvoiceIsOverdueFromTheDayAfterItsDueDate() {
        var invoice = service("400.00");
        var due = invoice.dueDate();

        assertThat(invoice.isOverdue(due)).isFalse();
        assertThat(invoice.isOverdue(due.plusDays(1))).isTrue();

        invoice.applyPayment(Money.of("400.00"), LATER);
        assertThat(invoice.isOverdue(due.plusDays(1))).isFalse();
    }

    @Test
    void creditAloneCanSettleIt() {
        var invoice = service("80.00");

        invoice.applyCredit(Money.of("80.00"), NOON);

        assertThat(invoice.status()).isEqualTo(Status.PAID);
        assertThat(invoice.datePaid()).isEqualTo(NOON);
        assertAmounts(invoice, "80.00", "80.00", "0.00", "0.00");
        assertThat(Facts.of(invoice))
                .containsExactly(new InvoicePaid(41, Money.ZERO, List.of(13L), NOON));
    }

    @Test
    void paidFundsAreToldAndNoServiceIs() {
        var invoice = funds("10.00");
        assertThat(invoice.addsFunds()).isTrue();

        invoice.applyPayment(Money.of("10.00"), NOON);

        assertThat(Facts.of(invoice))
                .containsExactly(new InvoicePaid(41, Money.of("10.00"), List.of(), NOON));
    }

    @Test
    void invoiceOfAServiceAddsNoFunds() {
        assertThat(service("400.00").addsFunds()).isFalse();
    }

    @Test
    void settledInvoiceTakesNothingMore() {
        var invoice = funds("10.00");
        invoice.applyPayment(Money.of("10.00"), NOON);
        var facts = Facts.of(invoice);
        var balance = invoice.balance();

        assertThatExceptionOfType(DomainException.Conflict.class)
                .isThrownBy(() -> invoice.applyPayment(Money.of("10.00"), LATER))
                .withMessage("Invoice Not in Unpaid Status");
        assertThatExceptionOfType(DomainException.Conflict.class)
                .isThrownBy(() -> invoice.applyCredit(Money.of("10.00"), LATER));

        assertThat(invoice.status()).isEqualTo(Status.PAID);
        assertThat(invoice.balance()).isEqualTo(balance);
        assertThat(invoice.datePaid()).isEqualTo(NOON);
        assertThat(Facts.of(invoice)).isEqualTo(facts);
    }

    @Test
    void usageGrowsTheOneItemAndIsPaidFromCreditAsItGrows() {
        var invoice = new Invoice(72, DATE, DATE.plusDays(14));
        invoice.add(133, new NewItem(InvoiceItem.HOSTING, 13, "", Money.ZERO));

        invoice.addUsage(Money.of("0.50"), "hours: 1", NOON);
        invoice.addUsage(Money.of("0.50"), "hours: 2", LATER);

        assertThat(invoice.status()).isEqualTo(Status.PAID);
        assertThat(invoice.datePaid()).isEqualTo(LATER);
        assertThat(invoice.subtotal()).isEqualTo(Money.of("1.00"));
        assertThat(invoice.credit()).isEqualTo(Money.of("1.00"));
        assertThat(invoice.balance()).isEqualTo(Money.ZERO);
        assertThat(invoice.items())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.amount()).isEqualTo(Money.of("1.00"));
                    assertThat(item.description()).isEqualTo("hours: 2");
                    assertThat(item.relid()).isEqualTo(13);
                });
    }

    private static Invoice funds(String amount) {
        var invoice = new Invoice(41, DATE, DATE.plusDays(14));
        invoice.add(77, new NewItem(InvoiceItem.ADD_FUNDS, 0, "Add Funds", Money.of(amount)));
        return invoice;
    }

    private static Invoice service(String amount) {
        var invoice = new Invoice(41, DATE, DATE.plusDays(14));
        invoice.add(77, new NewItem(InvoiceItem.HOSTING, 13, "4090-1x-server", Money.of(amount)));
        return invoice;
    }

    private static void assertAmounts(
            Invoice invoice, String subtotal, String credit, String total, String balance) {
        assertThat(
                        List.of(
                                invoice.subtotal().toString(),
                                invoice.credit().toString(),
                                invoice.total().toString(),
                                invoice.balance().toString()))
                .containsExactly(subtotal, credit, total, balance);
    }
}
