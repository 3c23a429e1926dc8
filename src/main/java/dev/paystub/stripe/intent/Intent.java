package dev.paystub.stripe.intent;

import dev.paystub.account.AccountScoped;
import dev.paystub.account.StatusChange;
import dev.paystub.kernel.Labelled;
import dev.paystub.stripe.Decline;
import dev.paystub.stripe.MetadataConverter;
import dev.paystub.stripe.StripeError;
import dev.paystub.stripe.StripeInvalidRequestException;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A SetupIntent or a PaymentIntent (docs.stripe.com/payments/paymentintents/lifecycle): it sets up
 * or charges a card, and waits for the holder where the card requires authentication. A succeeded
 * or canceled intent never changes its status again.
 */
@Entity
@Table(name = "intents")
public class Intent extends AccountScoped<Intent> {

    /** The two kinds, with Stripe's names for each. */
    enum Kind {
        SETUP("seti_", "setup_intent", "setupintent", "SetupIntent"),
        PAYMENT("pi_", "payment_intent", "payment_intent", "PaymentIntent");

        private final String prefix;
        private final String object;
        private final String noun;
        private final String type;

        Kind(String prefix, String object, String noun, String type) {
            this.prefix = prefix;
            this.object = object;
            this.noun = noun;
            this.type = type;
        }

        String prefix() {
            return prefix;
        }

        /** Returns the {@code object} on the wire, such as {@code setup_intent}. */
        String object() {
            return object;
        }

        /** Returns the word in errors of missing objects, as in {@code No such setupintent}. */
        String noun() {
            return noun;
        }

        /** Returns the word in all other messages, such as {@code SetupIntent}. */
        String type() {
            return type;
        }
    }

    /** The statuses of Stripe's intents. */
    enum Status implements Labelled {
        REQUIRES_PAYMENT_METHOD,
        REQUIRES_CONFIRMATION,
        REQUIRES_ACTION,
        REQUIRES_CAPTURE,
        SUCCEEDED,
        CANCELED
    }

    /**
     * The parameters of a new intent.
     *
     * @param amount in the smallest unit of the currency; 0 for a SetupIntent
     * @param automatic whether {@code automatic_payment_methods} are enabled
     * @param allowRedirects whether these may redirect the holder to another page
     * @param futureUse the {@code usage} of a SetupIntent, the {@code setup_future_usage} of a
     *     PaymentIntent
     */
    record Terms(
            Kind kind,
            long amount,
            @Nullable String currency,
            @Nullable String customer,
            @Nullable String futureUse,
            boolean captureManually,
            boolean automatic,
            boolean allowRedirects,
            @Nullable String description,
            @Nullable String receiptEmail,
            Map<String, String> metadata) {}

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Kind kind;

    private String token;

    @Column(name = "secret_link")
    private String clientSecret;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private Status status;

    private Instant createdAt;
    private @Nullable String customer;
    private @Nullable String paymentMethod;
    private @Nullable String returnUrl;
    private @Nullable String futureUse;
    private @Nullable String description;

    @Convert(converter = MetadataConverter.class)
    private Map<String, String> metadata;

    private boolean automatic;
    private boolean allowRedirects;
    private @Nullable String errorCode;
    private @Nullable String errorDeclineCode;
    private @Nullable String errorMessage;
    private @Nullable String errorPaymentMethod;
    private @Nullable String cancellationReason;
    private @Nullable Instant canceledAt;
    private long amount;
    private long amountReceived;
    private @Nullable String currency;
    private boolean captureManually;
    private @Nullable String receiptEmail;
    private @Nullable String charge;
    private @Nullable Instant chargedAt;

    @SuppressWarnings("NullAway.Init")
    protected Intent() {}

    Intent(long number, String token, String clientSecret, Terms terms, Instant createdAt) {
        super(number);
        this.kind = terms.kind();
        this.token = token;
        this.clientSecret = clientSecret;
        this.status = Status.REQUIRES_PAYMENT_METHOD;
        this.createdAt = createdAt;
        this.customer = terms.customer();
        this.futureUse = terms.futureUse();
        this.captureManually = terms.captureManually();
        this.automatic = terms.automatic();
        this.allowRedirects = terms.allowRedirects();
        this.description = terms.description();
        this.receiptEmail = terms.receiptEmail();
        this.metadata = terms.metadata();
        this.amount = terms.amount();
        this.currency = terms.currency();
        registerEvent(new IntentChanged(kind.object() + ".created", token, null, status));
    }

    /** Published when the status of an intent changes, and when it is created. */
    public record IntentChanged(String type, String token, @Nullable Status before, Status after)
            implements StatusChange {
        @Override
        public String subject() {
            return token;
        }
    }

    private void changeStatus(Status next, String fact) {
        registerEvent(new IntentChanged(kind.object() + "." + fact, token, status, next));
        status = next;
    }

    /** Stripe's error for a request that does not fit the status of the intent. */
    StripeInvalidRequestException unexpectedState(String message) {
        return StripeError.invalidRequest(kind.object() + "_unexpected_state", message, null);
    }

    /** Sets the payment method for the confirmation. */
    void choosePaymentMethod(String newPaymentMethod) {
        paymentMethod = newPaymentMethod;
        if (status == Status.REQUIRES_PAYMENT_METHOD) {
            status = Status.REQUIRES_CONFIRMATION;
        }
    }

    /** Drops an authentication that was requested: it was for another card or amount. */
    void resetAuthentication() {
        if (status == Status.REQUIRES_ACTION) {
            status = Status.REQUIRES_CONFIRMATION;
        }
    }

    void assignCustomer(String newCustomer) {
        customer = newCustomer;
    }

    void update(@Nullable String newDescription, Map<String, String> newMetadata) {
        description = newDescription;
        metadata = newMetadata;
    }

    void setReceiptEmail(@Nullable String newReceiptEmail) {
        receiptEmail = newReceiptEmail;
    }

    void changeAmount(long newAmount, @Nullable String newCurrency) {
        if (newAmount != amount || !Objects.equals(newCurrency, currency)) {
            amount = newAmount;
            currency = newCurrency;
            resetAuthentication();
        }
    }

    void captureManually(boolean manually) {
        captureManually = manually;
    }

    void setReturnUrl(@Nullable String url) {
        returnUrl = url;
    }

    void setFutureUsage(@Nullable String use) {
        futureUse = use;
    }

    void requireAction() {
        clearError();
        changeStatus(Status.REQUIRES_ACTION, "requires_action");
    }

    void succeed() {
        clearError();
        changeStatus(Status.SUCCEEDED, "succeeded");
    }

    /** Records a successful charge, which may still have to be captured. */
    void succeed(String newCharge, Instant at) {
        clearError();
        charge = newCharge;
        chargedAt = at;
        if (captureManually) {
            changeStatus(Status.REQUIRES_CAPTURE, "amount_capturable_updated");
        } else {
            amountReceived = amount;
            changeStatus(Status.SUCCEEDED, "succeeded");
        }
    }

    void capture(long captured) {
        amountReceived = captured;
        changeStatus(Status.SUCCEEDED, "succeeded");
    }

    /** Records a declined card; the intent then waits for another. */
    void fail(Decline decline) {
        errorCode = decline.code();
        errorDeclineCode = decline.declineCode();
        errorMessage = decline.message();
        errorPaymentMethod = paymentMethod;
        paymentMethod = null;
        changeStatus(
                Status.REQUIRES_PAYMENT_METHOD,
                kind == Kind.SETUP ? "setup_failed" : "payment_failed");
    }

    private void clearError() {
        errorCode = null;
        errorDeclineCode = null;
        errorMessage = null;
        errorPaymentMethod = null;
    }

    void cancel(@Nullable String reason, Instant at) {
        cancellationReason = reason;
        canceledAt = at;
        changeStatus(Status.CANCELED, "canceled");
    }

    Kind kind() {
        return kind;
    }

    String token() {
        return token;
    }

    String clientSecret() {
        return clientSecret;
    }

    Status status() {
        return status;
    }

    Instant createdAt() {
        return createdAt;
    }

    Optional<String> customer() {
        return Optional.ofNullable(customer);
    }

    boolean belongsTo(String someCustomer) {
        return someCustomer.equals(customer);
    }

    Optional<String> paymentMethod() {
        return Optional.ofNullable(paymentMethod);
    }

    Optional<String> returnUrl() {
        return Optional.ofNullable(returnUrl);
    }

    Optional<String> futureUse() {
        return Optional.ofNullable(futureUse);
    }

    Optional<String> description() {
        return Optional.ofNullable(description);
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** Returns whether {@code automatic_payment_methods} are enabled. */
    boolean automatic() {
        return automatic;
    }

    /** Returns whether automatic payment methods may redirect the holder to another page. */
    boolean allowRedirects() {
        return allowRedirects;
    }

    /** Returns the decline of the last card, until one is accepted. */
    Optional<Decline> error() {
        return errorCode == null || errorMessage == null
                ? Optional.empty()
                : Optional.of(new Decline(errorCode, errorDeclineCode, errorMessage));
    }

    /** Returns the payment method that was declined last. */
    Optional<String> errorPaymentMethod() {
        return Optional.ofNullable(errorPaymentMethod);
    }

    Optional<String> cancellationReason() {
        return Optional.ofNullable(cancellationReason);
    }

    Optional<Instant> canceledAt() {
        return Optional.ofNullable(canceledAt);
    }

    long amount() {
        return amount;
    }

    long amountCapturable() {
        return status == Status.REQUIRES_CAPTURE ? amount : 0;
    }

    long amountReceived() {
        return amountReceived;
    }

    Optional<String> currency() {
        return Optional.ofNullable(currency);
    }

    boolean captureManually() {
        return captureManually;
    }

    Optional<String> receiptEmail() {
        return Optional.ofNullable(receiptEmail);
    }

    Optional<String> charge() {
        return Optional.ofNullable(charge);
    }

    Optional<Instant> chargedAt() {
        return Optional.ofNullable(chargedAt);
    }
}
