package dev.paystub.order;

import dev.paystub.account.AccountScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An order with the service it created and, for a monthly service, its first invoice. */
@Entity
@Immutable
@Table(name = "orders")
public class Order extends AccountScoped<Order> {

    private Instant at;
    private long hostingNumber;
    private @Nullable Long invoiceNumber;

    @SuppressWarnings("NullAway.Init")
    protected Order() {}

    Order(long number, Instant at, long hostingNumber, @Nullable Long invoiceNumber) {
        super(number);
        this.at = at;
        this.hostingNumber = hostingNumber;
        this.invoiceNumber = invoiceNumber;
    }

    public Instant at() {
        return at;
    }

    public long hostingNumber() {
        return hostingNumber;
    }

    public @Nullable Long invoiceNumber() {
        return invoiceNumber;
    }
}
