package dev.paystub.payment;

import dev.paystub.account.AccountScoped;
import dev.paystub.engine.Cause;
import dev.paystub.kernel.Money;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A payment received for an invoice (WHMCS, GetTransactions). Transactions are never altered. */
@Entity
@Immutable
@Table(name = "transactions")
public class Transaction extends AccountScoped<Transaction> {

    private long invoiceNumber;
    private String gateway;
    private String transid;
    private Instant at;
    private Money amount;
    private Money applied;

    @Embedded private Cause cause;

    @SuppressWarnings("NullAway.Init")
    protected Transaction() {}

    Transaction(
            long number,
            long invoiceNumber,
            String gateway,
            String transid,
            Money amount,
            Money applied,
            Instant at) {
        super(number);
        this.cause = Cause.ofChange();
        this.invoiceNumber = invoiceNumber;
        this.gateway = gateway;
        this.transid = transid;
        this.amount = amount;
        this.applied = applied;
        this.at = at;
    }

    public long invoiceNumber() {
        return invoiceNumber;
    }

    /** Returns the gateway: {@code stripe} or {@code nowpayments}. */
    public String gateway() {
        return gateway;
    }

    /** Returns the gateway's id of the payment. */
    public String transid() {
        return transid;
    }

    /** Returns the cause of the payment. */
    public Cause cause() {
        return cause;
    }

    public Instant at() {
        return at;
    }

    /** Returns the amount received. */
    public Money amount() {
        return amount;
    }

    /** Returns the part applied to the invoice; the rest became credit. */
    public Money applied() {
        return applied;
    }
}
