package dev.paystub.payment;

import dev.paystub.account.AccountEvent;
import java.util.List;

/**
 * Published when the last retry of an overdue invoice has failed. The invoice stays unpaid and is
 * not charged automatically again.
 */
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
