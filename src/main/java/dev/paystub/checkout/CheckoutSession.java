package dev.paystub.checkout;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import dev.paystub.account.Lifecycle;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Money;
import dev.paystub.payment.HostedPages.Page;
import dev.paystub.payment.HostedPages.Purpose;
import dev.paystub.stripe.Decline;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A hosted page that was opened for a customer: open for 24 hours, completed once. */
@Entity
@Table(name = "checkout_sessions")
public class CheckoutSession extends AccountScoped<CheckoutSession> {

    /** How long a page can be used. */
    static final Duration LIFE = Duration.ofHours(24);

    static final String CHECKOUT_PREFIX = "cs_test_";
    static final String PORTAL_PREFIX = "bps_";

    /** Which states follow which. */
    public static final Lifecycle LIFECYCLE =
            Lifecycle.of("checkout session")
                    .begins(Status.OPEN.label())
                    .goes(Status.OPEN.label(), Status.COMPLETE.label())
                    .goes(Status.OPEN.label(), Status.EXPIRED.label());

    /** Stripe's words for how a session stands. */
    public enum Status {
        OPEN,
        COMPLETE,
        EXPIRED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private String sessionLink;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Purpose purpose;

    private String reference;
    private String organization;
    private String email;
    private int quantity;
    private Money unitPrice;
    private @Nullable String successUrl;
    private @Nullable String cancelUrl;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Status status;

    private Instant expiresAt;
    private @Nullable String paymentMethod;
    private @Nullable String errorCode;
    private @Nullable String errorDeclineCode;
    private @Nullable String errorMessage;

    @SuppressWarnings("NullAway.Init")
    protected CheckoutSession() {}

    CheckoutSession(long number, String sessionLink, Page page, Instant expiresAt) {
        super(number);
        this.sessionLink = sessionLink;
        this.purpose = page.purpose();
        this.reference = page.reference();
        this.organization = page.organization();
        this.email = page.email();
        this.quantity = page.quantity();
        this.unitPrice = page.unitPrice();
        this.successUrl = page.successUrl();
        this.cancelUrl = page.cancelUrl();
        this.status = Status.OPEN;
        this.expiresAt = expiresAt;
        registerEvent(new CheckoutSessionChanged(number, null, Status.OPEN));
    }

    /** A hosted page was opened, completed or has expired. */
    public record CheckoutSessionChanged(long number, @Nullable Status before, Status after)
            implements AccountEvent {
        @Override
        public Lifecycle.@Nullable Move move() {
            return LIFECYCLE.move(from(), to());
        }

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

    /** What happened on a page without changing how its session stands. */
    public record CheckoutSessionTried(long number, String type, Status status, String outcome)
            implements AccountEvent {
        @Override
        public String subject() {
            return "checkout session " + number;
        }

        @Override
        public String from() {
            return status.label();
        }

        @Override
        public String to() {
            return outcome;
        }
    }

    void complete(String newPaymentMethod) {
        requireOpen();
        paymentMethod = newPaymentMethod;
        errorCode = null;
        errorDeclineCode = null;
        errorMessage = null;
        changeStatus(Status.COMPLETE);
    }

    void expire() {
        if (status == Status.OPEN) {
            changeStatus(Status.EXPIRED);
        }
    }

    private void changeStatus(Status next) {
        registerEvent(new CheckoutSessionChanged(number(), status, next));
        status = next;
    }

    /** A card was refused; the page stays open for another. */
    void recordDecline(Decline decline) {
        errorCode = decline.code();
        errorDeclineCode = decline.declineCode();
        errorMessage = decline.message();
        recordAttempt("setup_intent.setup_failed", status.label() + ": " + decline.message());
    }

    /** The customer has left by the way back; the page stays open. */
    void abandon() {
        requireOpen();
        recordAttempt("checkout.session.abandoned", status.label());
    }

    /** What it was completed for had become impossible when its time came. */
    void activationFailed(String reason) {
        recordAttempt("checkout.session.async_payment_failed", status.label() + ": " + reason);
    }

    private void recordAttempt(String type, String outcome) {
        registerEvent(new CheckoutSessionTried(number(), type, status, outcome));
    }

    void requireOpen() {
        if (status != Status.OPEN) {
            throw new DomainException.Conflict(
                    status == Status.COMPLETE
                            ? "This page has been completed already."
                            : "This link has expired. Ask for a new one.");
        }
    }

    public Status status() {
        return status;
    }

    /** The id on the wire, with Stripe's prefixes of a Checkout Session and a portal session. */
    public String id() {
        return prefix(purpose) + sessionLink;
    }

    /** Where its page is on this server. */
    public String path() {
        return path(purpose) + id();
    }

    static String path(Purpose purpose) {
        return switch (purpose) {
            case SUBSCRIBE -> "/checkout/";
            case UPDATE_CARD -> "/portal/";
        };
    }

    static String prefix(Purpose purpose) {
        return switch (purpose) {
            case SUBSCRIBE -> CHECKOUT_PREFIX;
            case UPDATE_CARD -> PORTAL_PREFIX;
        };
    }

    public Purpose purpose() {
        return purpose;
    }

    /** Whose page it is: the organization's id. */
    public String reference() {
        return reference;
    }

    public String organization() {
        return organization;
    }

    public String email() {
        return email;
    }

    public int quantity() {
        return quantity;
    }

    public Money unitPrice() {
        return unitPrice;
    }

    /** What a month at the quantity costs. */
    public Money monthlyEstimate() {
        return new Money(unitPrice.amount().multiply(BigDecimal.valueOf(quantity)));
    }

    /** Where the customer goes afterwards, with the session's id filled in. */
    public Optional<String> successUrl() {
        return Optional.ofNullable(successUrl)
                .map(url ->
                        url.replace("{CHECKOUT_SESSION_ID}", id())
                                .replace("%7BCHECKOUT_SESSION_ID%7D", id()));
    }

    /** Where the way back leads. */
    public Optional<String> cancelUrl() {
        return Optional.ofNullable(cancelUrl);
    }

    public Instant createdAt() {
        return expiresAt.minus(LIFE);
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** The payment method it was completed with. */
    public Optional<String> paymentMethod() {
        return Optional.ofNullable(paymentMethod);
    }

    /** How a card was refused last, unless one has been taken since. */
    public Optional<Decline> lastError() {
        return errorCode == null || errorMessage == null
                ? Optional.empty()
                : Optional.of(new Decline(errorCode, errorDeclineCode, errorMessage));
    }
}
