package dev.paystub.invoice;

import dev.paystub.engine.AccountInsert;
import dev.paystub.engine.AccountQuery;
import dev.paystub.engine.AccountReader;
import dev.paystub.engine.AccountWriter;
import dev.paystub.engine.Cause;
import dev.paystub.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of the credit balance. Entries are never altered.
 *
 * @param balanceAfter the balance after this entry
 * @param cause the cause of the change
 */
public record LedgerEntry(
        long number,
        Instant at,
        Money amount,
        Money balanceAfter,
        String description,
        @Nullable Long invoiceNumber,
        Reason reason,
        Cause cause) {

    private static final String READ =
            """
            select number, at, amount, balance_after, description, invoice_number, reason, cause,
                request_id
            from ledger_entries where account_id = ? and %s ? order by number
            """;

    static final AccountQuery<LedgerEntry> OF_INVOICE =
            new AccountQuery<>(READ.formatted("invoice_number ="), LedgerEntry::of);

    static final AccountQuery<LedgerEntry> AFTER =
            new AccountQuery<>(READ.formatted("number >"), LedgerEntry::of);

    private static final AccountInsert ROW =
            new AccountInsert(
                    "ledger_entries",
                    "at",
                    "amount",
                    "balance_after",
                    "description",
                    "invoice_number",
                    "reason",
                    "cause",
                    "request_id");

    private static LedgerEntry of(ResultSet row, int index) throws SQLException {
        var invoice = row.getLong(6);
        var invoiceOrNull = row.wasNull() ? null : invoice;
        return new LedgerEntry(
                row.getLong(1),
                AccountReader.instant(row, 2),
                new Money(row.getBigDecimal(3)),
                new Money(row.getBigDecimal(4)),
                row.getString(5),
                invoiceOrNull,
                Reason.valueOf(row.getString(7)),
                new Cause(row.getString(8), row.getString(9)));
    }

    /** Inserts the entry at the end of the change, which knows the balance without reading it. */
    void insert(AccountWriter writer) {
        writer.insertAtEnd(
                ROW,
                number,
                at,
                amount.amount(),
                balanceAfter.amount(),
                description,
                invoiceNumber,
                reason.name(),
                cause.text(),
                cause.requestId());
    }

    /** The reason for a change of the balance. */
    public enum Reason {
        /** The balance with which the account was seeded. */
        OPENING,
        /** An invoice that adds funds was paid. */
        FUNDS,
        /** A payment exceeded what its invoice needed. */
        OVERPAYMENT,
        /** Credit was applied to an invoice. */
        CREDIT,
        /** An hour of a service was prepaid. */
        USAGE,
        OTHER
    }

    /** The reason and text of a change, with its invoice, if any. */
    public record Posting(Reason reason, String description, @Nullable Long invoiceNumber) {
        public Posting(String description, @Nullable Long invoiceNumber) {
            this(Reason.OTHER, description, invoiceNumber);
        }
    }
}
