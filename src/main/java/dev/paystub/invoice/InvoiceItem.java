package dev.paystub.invoice;

import dev.paystub.account.AccountScoped;
import dev.paystub.engine.AccountInsert;
import dev.paystub.engine.AccountWriter;
import dev.paystub.kernel.Money;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/**
 * One line of an invoice. WHMCS's {@code type} and {@code relid} name the kind and the number of
 * the billed object.
 */
@Entity
@Table(name = "invoice_items")
public class InvoiceItem extends AccountScoped<InvoiceItem> {

    /** The type of an item that adds funds; its relid is 0. */
    public static final String ADD_FUNDS = "AddFunds";

    /** The type of an item that bills a service; its relid is the service's number. */
    public static final String HOSTING = "Hosting";

    @SuppressWarnings("UnusedVariable") // the owning side of the association, for JPA
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "invoice_row_id")
    private Invoice invoice;

    private String type;
    private long relid;
    private String description;
    private Money amount;

    @SuppressWarnings("NullAway.Init")
    protected InvoiceItem() {}

    InvoiceItem(long number, Invoice invoice, NewItem item) {
        super(number);
        this.invoice = invoice;
        this.type = item.type();
        this.relid = item.relid();
        this.description = item.description();
        this.amount = item.amount();
    }

    /** The content of a new item; the invoice assigns its number. */
    public record NewItem(String type, long relid, String description, Money amount) {}

    void grow(Money by, String newDescription) {
        amount = amount.plus(by);
        description = newDescription;
    }

    private static final AccountInsert ROW =
            new AccountInsert(
                    "invoice_items", "invoice_row_id", "type", "relid", "description", "amount");

    void insert(AccountWriter writer) {
        writer.insert(
                ROW,
                number(),
                rowIdOf(invoice.number()),
                type,
                relid,
                description,
                amount.amount());
    }

    InvoiceView.Item view() {
        return new InvoiceView.Item(number(), type, description, amount);
    }

    public String type() {
        return type;
    }

    public long relid() {
        return relid;
    }

    public String description() {
        return description;
    }

    public Money amount() {
        return amount;
    }
}
