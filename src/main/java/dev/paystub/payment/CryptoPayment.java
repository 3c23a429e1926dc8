package dev.paystub.payment;

import dev.paystub.account.AccountScoped;
import dev.paystub.account.Lifecycle;
import dev.paystub.account.StatusChange;
import dev.paystub.engine.Cause;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Labelled;
import dev.paystub.kernel.Money;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A payment of an invoice in a cryptocurrency, from the quote to its final status (NOWPayments).
 */
@Entity
@Table(name = "crypto_payments")
public class CryptoPayment extends AccountScoped<CryptoPayment> {

    /** NOWPayments' nine payment statuses with their transitions. */
    public enum Status implements Labelled {
        WAITING,
        CONFIRMING,
        CONFIRMED,
        SENDING,
        PARTIALLY_PAID,
        FINISHED,
        FAILED,
        REFUNDED,
        EXPIRED;

        /** Returns the statuses that may follow this one. */
        public Set<Status> next() {
            return switch (this) {
                case WAITING -> Set.of(CONFIRMING, EXPIRED, FAILED);
                case CONFIRMING -> Set.of(CONFIRMED, FAILED);
                case CONFIRMED -> Set.of(SENDING, FAILED);
                case SENDING -> Set.of(FINISHED, PARTIALLY_PAID, FAILED);
                case PARTIALLY_PAID, FINISHED, FAILED -> Set.of(REFUNDED);
                case REFUNDED, EXPIRED -> Set.of();
            };
        }
    }

    /** The allowed transitions between statuses. */
    public static final Lifecycle LIFECYCLE = lifecycle();

    private static Lifecycle lifecycle() {
        var lifecycle = Lifecycle.of("crypto payment").begins(Status.WAITING);
        for (var status : Status.values()) {
            for (var next : Status.values()) {
                if (status.next().contains(next)) {
                    lifecycle = lifecycle.goes(status, next);
                }
            }
        }
        return lifecycle;
    }

    private static final Duration RATE_HOLDS = Duration.ofMinutes(20);
    private static final Duration LIFE = Duration.ofDays(7);

    /**
     * Both dates in the document's samples are one millisecond earlier than {@code created_at} plus
     * the interval.
     */
    private static final Duration SOONER = Duration.ofMillis(1);

    private long invoiceNumber;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Status status;

    private String payAddress;
    private Money priceAmount;
    private BigDecimal payAmount;
    private String payCurrency;
    private String network;
    private @Nullable String payinExtraId;
    private @Nullable Long parentNumber;
    private Instant createdAt;
    private Instant updatedAt;

    @Embedded private Cause cause;

    @SuppressWarnings("NullAway.Init")
    protected CryptoPayment() {}

    CryptoPayment(
            long number, long invoiceNumber, Money price, CryptoGateway.Quote quote, Instant at) {
        super(number);
        this.cause = Cause.ofChange();
        this.invoiceNumber = invoiceNumber;
        this.status = Status.WAITING;
        this.payAddress = quote.payAddress();
        this.priceAmount = price;
        this.payAmount = quote.payAmount();
        this.payCurrency = quote.payCurrency();
        this.network = quote.network();
        this.payinExtraId = quote.payinExtraId();
        this.createdAt = at;
        this.updatedAt = at;
        registerEvent(new CryptoPaymentChanged(number, null, Status.WAITING));
    }

    /**
     * Creates a child payment, for coins that arrived at a parent's address after the parent had
     * ended.
     */
    CryptoPayment(CryptoPayment parent, CryptoGateway.ChildPaymentOpened child, Instant at) {
        this(
                child.payment(),
                parent.invoiceNumber,
                child.price(),
                new CryptoGateway.Quote(
                        parent.payAddress,
                        child.coins(),
                        parent.payCurrency,
                        parent.network,
                        parent.payinExtraId),
                at);
        this.parentNumber = parent.number();
    }

    /** Published when the payment is created or changes its status. */
    public record CryptoPaymentChanged(long number, @Nullable Status before, Status after)
            implements StatusChange {
        @Override
        public Lifecycle.@Nullable Move move() {
            return LIFECYCLE.move(from(), to());
        }

        @Override
        public String type() {
            return "crypto_payment." + after.label();
        }

        @Override
        public String subject() {
            return "crypto payment " + number;
        }
    }

    void moveTo(Status next, Instant at) {
        if (!status.next().contains(next)) {
            throw new DomainException.Conflict(
                    "A %s payment cannot become %s".formatted(status.label(), next.label()));
        }
        registerEvent(new CryptoPaymentChanged(number(), status, next));
        status = next;
        updatedAt = at;
    }

    /** Returns the payment as it is shown. */
    public CryptoPaymentView view() {
        return new CryptoPaymentView(
                number(),
                status,
                payAddress,
                priceAmount,
                payAmount(),
                payCurrency,
                createdAt,
                updatedAt,
                payinExtraId);
    }

    public long invoiceNumber() {
        return invoiceNumber;
    }

    public Status status() {
        return status;
    }

    public String payAddress() {
        return payAddress;
    }

    /**
     * Returns the invoice's balance when the payment was created; for a child payment the worth of
     * its coins.
     */
    public Money priceAmount() {
        return priceAmount;
    }

    /** Returns the amount in coins, without trailing zeros. */
    public BigDecimal payAmount() {
        return payAmount.stripTrailingZeros();
    }

    public String payCurrency() {
        return payCurrency;
    }

    public String network() {
        return network;
    }

    /** Returns the memo or tag that some chains need; null for the others. */
    public @Nullable String payinExtraId() {
        return payinExtraId;
    }

    /**
     * Returns the payment whose address received this child payment's coins; null for other
     * payments.
     */
    public @Nullable Long parentNumber() {
        return parentNumber;
    }

    /** Returns the cause of its creation. */
    public Cause cause() {
        return cause;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    /** Returns the instant until which the quoted amount is guaranteed. */
    public Instant expirationEstimateDate() {
        return createdAt.minus(SOONER).plus(RATE_HOLDS);
    }

    /** Returns the instant until which the gateway waits for a deposit. */
    public Instant validUntil() {
        return createdAt.minus(SOONER).plus(LIFE);
    }
}
