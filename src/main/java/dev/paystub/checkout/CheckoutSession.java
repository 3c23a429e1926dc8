package dev.paystub.checkout;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import dev.paystub.account.Lifecycle;
import dev.paystub.account.StatusChange;
import dev.paystub.kernel.DomainException;
import dev.paystub.kernel.Labelled;
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
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A hosted page opened for a customer. It is open for 24 hours and can be completed once. */
@Entity
@Table(name = "checkout_sessions")
public class CheckoutSession extends AccountScoped<CheckoutSession> {

    /** How long a page stays open. */
    static final Duration LIFE = Duration.ofHours(24);

    static final String CHECKOUT_PREFIX = "cs_test_";
    static final String PORTAL_PREFIX = "bps_";

    /** The permitted changes of status. */
    public static final Lifecycle LIFECYCLE =
            Lifecycle.of("checkout session")
                    .begins(Status.OPEN)
                    .goes(Status.OPEN, Status.COMPLETE)
                    .goes(Status.OPEN, Status.EXPIRED);

    /** A session's status, named as Stripe names it. */
    public enum Status implements Labelled {
        OPEN,
        COMPLETE,
        EXPIRED
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

    /** Published when a hosted page is opened, completed or expired. */
    public record CheckoutSessionChanged(long number, @Nullable Status before, Status after)
            implements StatusChange {
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
    }

    /** Published when an attempt on a page leaves its session's status unchanged. */
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

    /** Records that a card was declined; the page stays open for another. */
    void recordDecline(Decline decline) {
        errorCode = decline.code();
        errorDeclineCode = decline.declineCode();
        errorMessage = decline.message();
        recordAttempt("setup_intent.setup_failed", status.label() + ": " + decline.message());
    }

    /** Records that the customer left by the page's back link; the page stays open. */
    void abandon() {
        requireOpen();
        recordAttempt("checkout.session.abandoned", status.label());
    }

    /** Records that the completed session could not be put into effect. */
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

    /** The id in the API, with Stripe's prefix of a Checkout Session or a portal session. */
    public String id() {
        return prefix(purpose) + sessionLink;
    }

    /** The path of its page on this server. */
    public String path() {
        return path(purpose) + id();
    }

    /** The path of the pages for a purpose; a session's id follows. */
    public static String path(Purpose purpose) {
        return switch (purpose) {
            case SUBSCRIBE -> "/checkout/";
            case UPDATE_CARD -> "/portal/";
        };
    }

    /** Returns Stripe's mode of the sessions for a purpose. */
    public static String mode(Purpose purpose) {
        return switch (purpose) {
            case SUBSCRIBE -> "subscription";
            case UPDATE_CARD -> "setup";
        };
    }

    /** The beginning of the ids of sessions for a purpose. */
    public static String prefix(Purpose purpose) {
        return switch (purpose) {
            case SUBSCRIBE -> CHECKOUT_PREFIX;
            case UPDATE_CARD -> PORTAL_PREFIX;
        };
    }

    public Purpose purpose() {
        return purpose;
    }

    /** The id of the organization for which the page was opened. */
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

    /** The price of one month at the session's quantity. */
    public Money monthlyEstimate() {
        return monthlyEstimate(unitPrice, quantity);
    }

    /** Returns the price of one month. */
    public static Money monthlyEstimate(Money unitPrice, int quantity) {
        return new Money(unitPrice.amount().multiply(BigDecimal.valueOf(quantity)));
    }

    /** The URL to which the customer goes after completion, with the session's id filled in. */
    public Optional<String> successUrl() {
        return Optional.ofNullable(successUrl).map(url -> filledIn(url, id()));
    }

    /** Returns a URL with the session's id in place of Stripe's template for it. */
    public static String filledIn(String url, String id) {
        return url.replace("{CHECKOUT_SESSION_ID}", id).replace("%7BCHECKOUT_SESSION_ID%7D", id);
    }

    /** The URL of the page's back link. */
    public Optional<String> cancelUrl() {
        return Optional.ofNullable(cancelUrl);
    }

    public Instant createdAt() {
        return expiresAt.minus(LIFE);
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** The payment method with which the session was completed. */
    public Optional<String> paymentMethod() {
        return Optional.ofNullable(paymentMethod);
    }

    /** The latest decline of a card; empty when none was declined, or one was accepted since. */
    public Optional<Decline> lastError() {
        return errorCode == null || errorMessage == null
                ? Optional.empty()
                : Optional.of(new Decline(errorCode, errorDeclineCode, errorMessage));
    }
}
