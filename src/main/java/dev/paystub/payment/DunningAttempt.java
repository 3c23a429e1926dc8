package dev.paystub.payment;

import dev.paystub.account.AccountScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** The number of failed automatic charges of the invoice with this number. */
@Entity
@Table(name = "dunning_attempts")
class DunningAttempt extends AccountScoped<DunningAttempt> {

    private int attempts;

    protected DunningAttempt() {}

    DunningAttempt(long invoiceNumber) {
        super(invoiceNumber);
    }

    int countFailure() {
        return ++attempts;
    }
}
