package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import dev.paystub.engine.Cause;
import dev.paystub.kernel.Money;
import dev.paystub.world.SeedContributor;
import dev.paystub.world.SeedFile;
import dev.paystub.world.SeedRows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Seeds {@code invoices} and {@code ledger}. Seeded invoices add funds, so automatic charges never
 * apply to them.
 */
@Component
@Order(1)
class InvoiceSeed implements SeedContributor {

    private final SeedRows rows;

    InvoiceSeed(SeedRows rows) {
        this.rows = rows;
    }

    record SeededInvoice(
            long id,
            String date,
            String duedate,
            @Nullable String paid,
            long item,
            BigDecimal amount) {}

    record SeededEntry(
            long number,
            String at,
            BigDecimal amount,
            String description,
            @Nullable Long invoice) {}

    @Override
    public void contribute(SeedFile file) {
        var invoices = file.list("invoices", SeededInvoice.class);
        rows.insert("invoices", invoices.stream().map(InvoiceSeed::invoice).toList());
        rows.insert("invoice_items", invoices.stream().map(InvoiceSeed::item).toList());
        var entries = new ArrayList<SeedRows.Row>();
        var balance = Money.ZERO;
        for (var entry : file.list("ledger", SeededEntry.class)) {
            balance = balance.plus(new Money(entry.amount()));
            entries.add(entry(entry, balance));
        }
        rows.insert("ledger_entries", entries);
    }

    private static SeedRows.Row invoice(SeededInvoice invoice) {
        var amount = new Money(invoice.amount());
        var paid = invoice.paid();
        return new SeedRows.Row(invoice.id())
                .set("status", paid == null ? Invoice.Status.UNPAID : Invoice.Status.PAID)
                .set("date", LocalDate.parse(invoice.date()))
                .set("due_date", LocalDate.parse(invoice.duedate()))
                .set("date_paid", paid == null ? null : Instant.parse(paid))
                .set("subtotal", amount)
                .set("credit", Money.ZERO)
                .set("amount_paid", paid == null ? Money.ZERO : amount)
                .set("usage_statement", false)
                .set("cause", Cause.SANDBOX.text());
    }

    private static SeedRows.Row item(SeededInvoice invoice) {
        return new SeedRows.Row(invoice.item())
                .set("invoice_row_id", AccountScoped.rowIdOf(invoice.id()))
                .set("type", InvoiceItem.ADD_FUNDS)
                .set("relid", 0)
                .set("description", "Add Funds")
                .set("amount", new Money(invoice.amount()));
    }

    private static SeedRows.Row entry(SeededEntry entry, Money balanceAfter) {
        return new SeedRows.Row(entry.number())
                .set("at", Instant.parse(entry.at()))
                .set("amount", new Money(entry.amount()))
                .set("balance_after", balanceAfter)
                .set("description", entry.description())
                .set("invoice_number", entry.invoice())
                .set(
                        "reason",
                        entry.invoice() == null
                                ? LedgerEntry.Reason.OPENING
                                : LedgerEntry.Reason.FUNDS)
                .set("cause", Cause.SANDBOX.text());
    }
}
