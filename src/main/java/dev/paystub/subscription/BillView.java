package dev.paystub.subscription;

import dev.paystub.kernel.Money;
import dev.paystub.subscription.BillingRecord.Status;
import java.time.LocalDate;

/**
 * A bill of an organization's billing history, for display.
 *
 * @param dueDate the date of the first charge
 */
public record BillView(
        long number,
        long organizationNumber,
        Status status,
        LocalDate date,
        LocalDate dueDate,
        Money amount) {

    /** Returns the id on the wire, in the form of a Stripe invoice's id. */
    public String id() {
        return BillingRecord.idOf(number);
    }
}
