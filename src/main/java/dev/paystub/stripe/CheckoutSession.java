package dev.paystub.stripe;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import dev.paystub.kernel.Money;
import dev.paystub.kernel.Refusal;
import dev.paystub.payment.CardGateway.Page;
import dev.paystub.payment.CardGateway.Purpose;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A hosted page that was opened for a customer: open for 24 hours, completed once. */
@Entity
@Table(name = "checkout_sessions")
class CheckoutSession extends AccountScoped<CheckoutSession> {

    /** Stripe's words for how a session stands. */
    enum Status {
        OPEN,
        COMPLETE,
        EXPIRED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private String token;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Purpose purpose;

    private String reference;
    private String organization;
    private String email;
    private int quantity;
    private Money unitPrice;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Status status;

    private Instant expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected CheckoutSession() {}

    CheckoutSession(long number, String token, Page page, Instant expiresAt) {
        super(number);
        this.token = token;
        this.purpose = page.purpose();
        this.reference = page.reference();
        this.organization = page.organization();
        this.email = page.email();
        this.quantity = page.quantity();
        this.unitPrice = page.unitPrice();
        this.status = Status.OPEN;
        this.expiresAt = expiresAt;
        registerEvent(new CheckoutSessionChanged(number, null, Status.OPEN));
    }

    /** A hosted page was opened, completed or has expired. */
    record CheckoutSessionChanged(long number, @Nullable Status before, Status after)
            implements AccountEvent {
        @Override
        public String type() {
            return "checkout.session." + after.label();
        }

        @Override
        public String subject() {
            return "checkout session " + number;
        }

        @Override
        public @Nullable String from() {
            return before == null ? null : before.label();
        }

        @Override
        public String to() {
            return after.label();
        }
    }

    void complete() {
        requireOpen();
        become(Status.COMPLETE);
    }

    void expire() {
        if (status == Status.OPEN) {
            become(Status.EXPIRED);
        }
    }

    private void become(Status next) {
        registerEvent(new CheckoutSessionChanged(number(), status, next));
        status = next;
    }

    void requireOpen() {
        if (status != Status.OPEN) {
            throw new Refusal.Conflict(
                    status == Status.COMPLETE
                            ? "This page has been completed already."
                            : "This link has expired. Ask for a new one.");
        }
    }

    Status status() {
        return status;
    }

    String token() {
        return token;
    }

    Purpose purpose() {
        return purpose;
    }

    String reference() {
        return reference;
    }

    String organization() {
        return organization;
    }

    String email() {
        return email;
    }

    int quantity() {
        return quantity;
    }

    Money unitPrice() {
        return unitPrice;
    }

    /** What a month at the quantity costs. */
    Money monthlyEstimate() {
        return new Money(unitPrice.amount().multiply(BigDecimal.valueOf(quantity)));
    }

    Instant expiresAt() {
        return expiresAt;
    }
}
