package dev.paystub.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.catalog.BillingCycle;
import dev.paystub.kernel.Money;
import dev.paystub.order.Hosting.HostingChanged;
import dev.paystub.order.Hosting.Status;
import dev.paystub.testing.Facts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostingTests {

    private static final LocalDate ORDERED = LocalDate.parse("2024-06-09");
    private static final LocalDate JUNE = LocalDate.parse("2024-06-01");
    private static final LocalDate JULY = LocalDate.parse("2024-07-01");

    @Test
    void newServiceIsPendingAndHasNoDueDate() {
        var hosting = hosting();

        assertThat(hosting.status()).isEqualTo(Status.PENDING);
        assertThat(hosting.suspensionReason()).isEmpty();
        assertThat(hosting.regDate()).isEqualTo(ORDERED);
        assertThat(hosting.nextDueDate()).isNull();
        assertThat(Facts.of(hosting)).containsExactly(new HostingChanged(13, null, Status.PENDING));
    }

    @Test
    void suspensionHasAReasonUntilItEnds() {
        var hosting = hosting();
        hosting.activate();

        hosting.suspend("Overdue on Payment");
        assertThat(hosting.status()).isEqualTo(Status.SUSPENDED);
        assertThat(hosting.suspensionReason()).isEqualTo("Overdue on Payment");

        hosting.activate();
        assertThat(hosting.status()).isEqualTo(Status.ACTIVE);
        assertThat(hosting.suspensionReason()).isEmpty();
        assertThat(Facts.of(hosting))
                .containsExactly(
                        new HostingChanged(13, null, Status.PENDING),
                        new HostingChanged(13, Status.PENDING, Status.ACTIVE),
                        new HostingChanged(13, Status.ACTIVE, Status.SUSPENDED),
                        new HostingChanged(13, Status.SUSPENDED, Status.ACTIVE));
    }

    @Test
    void stayingActiveIsNoFact() {
        var hosting = hosting();
        hosting.activate();
        var facts = Facts.of(hosting);

        hosting.activate();

        assertThat(Facts.of(hosting)).isEqualTo(facts);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-06-09, 2024-07-09 2024-08-09 2024-09-09",
        "2024-01-31, 2024-02-29 2024-03-31 2024-04-30 2024-05-31",
        "2023-01-31, 2023-02-28 2023-03-31 2023-04-30 2023-05-31",
        "2024-01-30, 2024-02-29 2024-03-30",
        "2023-12-31, 2024-01-31 2024-02-29 2024-03-31",
        "2024-02-29, 2024-03-29 2024-04-29"
    })
    void monthsAreCountedFromTheDayOfTheFirst(LocalDate start, String dueDates) {
        var hosting = hosting();
        hosting.startPeriods(start);

        var due = new ArrayList<LocalDate>();
        for (var ignored : dueDates.split(" ")) {
            due.add(hosting.nextDueDate());
            hosting.renew();
        }

        assertThat(due)
                .isEqualTo(List.of(dueDates.split(" ")).stream().map(LocalDate::parse).toList());
    }

    @Test
    void renewalIsPaidByItsOwnInvoiceOnce() {
        var hosting = hosting();
        hosting.startPeriods(ORDERED);
        hosting.invoiceRenewal(73);
        assertThat(hosting.isRenewedBy(73)).isTrue();
        assertThat(hosting.isRenewedBy(72)).isFalse();

        hosting.renew();

        assertThat(hosting.isRenewedBy(73)).isFalse();
    }

    @Test
    void countingStartsAnewFromAnyDate() {
        var hosting = hosting();
        hosting.startPeriods(ORDERED);
        hosting.renew();
        hosting.renew();

        hosting.startPeriods(LocalDate.parse("2024-12-24"));

        assertThat(hosting.nextDueDate()).isEqualTo(LocalDate.parse("2025-01-24"));
    }

    @Test
    void hoursAndTheirInvoiceBelongToAMonth() {
        var hosting = hosting();
        assertThat(hosting.usageInvoice(JUNE)).isNull();
        assertThat(hosting.hoursOf(JUNE)).isEqualTo(1);

        hosting.used(JUNE, 72);
        hosting.used(JUNE, 72);
        assertThat(hosting.usageInvoice(JUNE)).isEqualTo(72);
        assertThat(hosting.hoursOf(JUNE)).isEqualTo(3);

        assertThat(hosting.usageInvoice(JULY)).isNull();
        assertThat(hosting.hoursOf(JULY)).isEqualTo(1);
        hosting.used(JULY, 73);
        assertThat(hosting.usageInvoice(JULY)).isEqualTo(73);
        assertThat(hosting.hoursOf(JULY)).isEqualTo(2);
        assertThat(hosting.usageInvoice(JUNE)).isNull();
    }

    private static Hosting hosting() {
        var terms =
                new Hosting.Terms(
                        1, "test", "ubuntu-22.04", "", BillingCycle.MONTHLY, Money.of("400.00"));
        return new Hosting(13, terms, ORDERED);
    }
}
