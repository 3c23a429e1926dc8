package dev.paystub.nowpayments;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** Coins that arrived at a payment's address; immutable. */
@Entity
@Immutable
@Table(name = "crypto_deposits")
public class Deposit extends AccountScoped<Deposit> {

    private long paymentNumber;
    private BigDecimal amount;
    private Instant at;

    @SuppressWarnings("NullAway.Init")
    protected Deposit() {}

    Deposit(long number, long paymentNumber, BigDecimal amount, Instant at) {
        super(number);
        this.paymentNumber = paymentNumber;
        this.amount = amount;
        this.at = at;
    }

    /**
     * Published when coins arrive for a payment; {@code before} and {@code after} are its total in
     * coins.
     */
    public record CoinsArrived(long payment, BigDecimal before, BigDecimal after, String currency)
            implements AccountEvent {
        @Override
        public String type() {
            return "crypto_deposit.received";
        }

        @Override
        public String subject() {
            return "crypto payment " + payment;
        }

        @Override
        public String from() {
            return CoinAmounts.text(before) + " " + currency;
        }

        @Override
        public String to() {
            return CoinAmounts.text(after) + " " + currency;
        }
    }

    void announce(BigDecimal before, String currency) {
        registerEvent(new CoinsArrived(paymentNumber, before, before.add(amount), currency));
    }

    long paymentNumber() {
        return paymentNumber;
    }

    /** The amount in coins, without trailing zeros. */
    public BigDecimal amount() {
        return CoinAmounts.plain(amount);
    }

    public Instant at() {
        return at;
    }
}
