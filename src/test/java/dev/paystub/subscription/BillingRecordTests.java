package dev.paystub.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.kernel.Money;
import dev.paystub.subscription.BillingRecord.BillingRecordChanged;
import dev.paystub.subscription.BillingRecord.Status;
import dev.paystub.testing.Facts;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class BillingRecordTests {

    private static final LocalDate DATE = LocalDate.parse("2024-04-30");

    @Test
    void isDueOnItsDateAndUnpaidUntilACardPaysIt() {
        var bill = bill();

        assertThat(bill.status()).isEqualTo(Status.UNPAID);
        assertThat(bill.date()).isEqualTo(DATE);
        assertThat(bill.dueDate()).isEqualTo(DATE);
        assertThat(bill.amount()).isEqualTo(Money.of("209.50"));
        assertThat(bill.id()).matches("in_[0-9A-Za-z]{24}");
    }

    @Test
    void chargesAreCountedUntilOneSucceeds() {
        var bill = bill();

        assertThat(bill.charged(false)).isEqualTo(1);
        assertThat(bill.charged(false)).isEqualTo(2);
        assertThat(bill.status()).isEqualTo(Status.UNPAID);
        assertThat(bill.charged(true)).isEqualTo(3);

        assertThat(bill.status()).isEqualTo(Status.PAID);
        assertThat(bill.dueDate()).isEqualTo(DATE);
        assertThat(Facts.of(bill))
                .containsExactly(
                        changed(bill, null, Status.UNPAID),
                        changed(bill, Status.UNPAID, Status.UNPAID),
                        changed(bill, Status.UNPAID, Status.PAID));
        assertThat(Facts.of(bill))
                .extracting(fact -> ((BillingRecordChanged) fact).type())
                .containsExactly(
                        "billing.payment_failed", "billing.payment_failed", "billing.paid");
    }

    @Test
    void idIsItsNumbersOwnAndTheSameAgain() {
        assertThat(bill().id()).isEqualTo(bill().id());
        assertThat(new BillingRecord(5, 1001, DATE, Money.of("1"), "").id())
                .isNotEqualTo(bill().id());
    }

    private static BillingRecordChanged changed(BillingRecord bill, Status before, Status after) {
        return new BillingRecordChanged(bill.id(), "1001", Money.of("209.50"), before, after);
    }

    private static BillingRecord bill() {
        return new BillingRecord(4, 1001, DATE, Money.of("209.50"), "100 units, 15 of 30 days");
    }
}
