package dev.paystub.invoice;

import dev.paystub.engine.AccountReader;
import dev.paystub.invoice.Invoice.Status;
import dev.paystub.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An invoice without its items, for display.
 *
 * @param datePaid null until it is paid
 * @param subtotal the sum of the items
 * @param credit the credit applied so far
 * @param amountPaid the payments received so far
 * @param showsUsage whether it only documents usage that was drawn from the balance hour by hour
 */
public record InvoiceSummary(
        long number,
        Status status,
        LocalDate date,
        LocalDate dueDate,
        @Nullable Instant datePaid,
        Money subtotal,
        Money credit,
        Money amountPaid,
        boolean showsUsage) {

    /** The columns of {@code invoices v}, in any order. */
    static final String COLUMNS =
            "v.number, v.status, v.date, v.due_date, v.date_paid, v.subtotal, v.credit,"
                    + " v.amount_paid, v.usage_statement";

    static InvoiceSummary of(ResultSet row) throws SQLException {
        return new InvoiceSummary(
                row.getLong("number"),
                Status.valueOf(row.getString("status")),
                row.getObject("date", LocalDate.class),
                row.getObject("due_date", LocalDate.class),
                AccountReader.instantOrNull(row, "date_paid"),
                new Money(row.getBigDecimal("subtotal")),
                new Money(row.getBigDecimal("credit")),
                new Money(row.getBigDecimal("amount_paid")),
                row.getBoolean("usage_statement"));
    }

    /**
     * Returns subtotal less credit; for a usage invoice the subtotal, which the balance has paid.
     */
    public Money total() {
        return showsUsage ? subtotal : subtotal.minus(credit);
    }

    /** Returns the amount left to pay, after credit and payments. */
    public Money balance() {
        return subtotal.minus(credit).minus(amountPaid);
    }
}
