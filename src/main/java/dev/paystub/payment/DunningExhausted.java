package dev.paystub.payment;

import dev.paystub.account.AccountEvent;
import java.util.List;

/** An overdue invoice was charged for the last time, in vain; it stays unpaid. */
public record DunningExhausted(long invoice, List<Long> services) implements AccountEvent {
    @Override
    public String type() {
        return "invoice.capture_given_up";
    }

    @Override
    public String subject() {
        return "invoice " + invoice;
    }

    @Override
    public String from() {
        return "Unpaid";
    }

    @Override
    public String to() {
        return "Unpaid";
    }
}
