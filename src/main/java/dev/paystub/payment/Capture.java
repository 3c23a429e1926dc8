package dev.paystub.payment;

import dev.paystub.account.AccountScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** How often a card was charged in vain for the invoice of this number. */
@Entity
@Table(name = "captures")
class Capture extends AccountScoped<Capture> {

    private int attempts;

    protected Capture() {}

    Capture(long invoiceNumber) {
        super(invoiceNumber);
    }

    int failed() {
        return ++attempts;
    }
}
