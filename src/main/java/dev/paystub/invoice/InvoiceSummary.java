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

    /** The columns of {@code invoices v}. */
    static final String COLUMNS =
            "v.number, v.status, v.date, v.due_date, v.date_paid, v.subtotal, v.credit,"
                    + " v.amount_paid, v.usage_statement";

    /** The number of {@link #COLUMNS}, which come first in a row. */
    static final int WIDTH = 9;

    static InvoiceSummary of(ResultSet row) throws SQLException {
        return new InvoiceSummary(
                row.getLong(1),
                Status.valueOf(row.getString(2)),
                row.getObject(3, LocalDate.class),
                row.getObject(4, LocalDate.class),
                AccountReader.instantOrNull(row, 5),
                new Money(row.getBigDecimal(6)),
                new Money(row.getBigDecimal(7)),
                new Money(row.getBigDecimal(8)),
                row.getBoolean(WIDTH));
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
