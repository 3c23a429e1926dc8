package dev.paystub.invoice;

import dev.paystub.engine.Cause;
import dev.paystub.kernel.Money;
import dev.paystub.world.SeedContributor;
import dev.paystub.world.SeedFile;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
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

    private final Invoices invoices;
    private final LedgerEntries entries;

    InvoiceSeed(Invoices invoices, LedgerEntries entries) {
        this.invoices = invoices;
        this.entries = entries;
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
    public void plant(SeedFile file) {
        for (var row : file.list("invoices", SeededInvoice.class)) {
            var invoice =
                    new Invoice(
                            row.id(), LocalDate.parse(row.date()), LocalDate.parse(row.duedate()));
            var amount = new Money(row.amount());
            invoice.add(
                    row.item(),
                    new InvoiceItem.NewItem(InvoiceItem.ADD_FUNDS, 0, "Add Funds", amount));
            var paid = row.paid();
            if (paid != null) {
                invoice.seedPaid(amount, Instant.parse(paid));
            }
            invoices.save(invoice);
        }
        var balance = Money.ZERO;
        for (var row : file.list("ledger", SeededEntry.class)) {
            var entry =
                    new LedgerEntry(
                            row.number(),
                            Instant.parse(row.at()),
                            new Money(row.amount()),
                            balance,
                            new LedgerEntry.Posting(
                                    row.invoice() == null
                                            ? LedgerEntry.Reason.OPENING
                                            : LedgerEntry.Reason.FUNDS,
                                    row.description(),
                                    row.invoice()),
                            Cause.ofChange());
            balance = entries.save(entry).balanceAfter();
        }
    }
}
