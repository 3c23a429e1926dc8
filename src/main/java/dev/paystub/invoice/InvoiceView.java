package dev.paystub.invoice;

import dev.paystub.kernel.Money;
import java.util.List;

/** An invoice with its items, for display. */
public record InvoiceView(InvoiceSummary summary, List<Item> items) {

    /** One line of an invoice. */
    public record Item(long number, String type, String description, Money amount) {}
}
