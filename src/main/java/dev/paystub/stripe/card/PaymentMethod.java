package dev.paystub.stripe.card;

import dev.paystub.account.AccountScoped;
import dev.paystub.kernel.DomainException;
import dev.paystub.payment.CardGateway.StoredCard;
import dev.paystub.stripe.Decline;
import dev.paystub.stripe.MetadataConverter;
import dev.paystub.stripe.card.TestCards.Authentication;
import dev.paystub.stripe.card.TestCards.TestCard;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A payment method of type card, {@code pm_…}. It can be attached to one customer once, and cannot
 * be used again after it was detached (docs.stripe.com/api/payment_methods).
 */
@Entity
@Table(name = "payment_methods")
public class PaymentMethod extends AccountScoped<PaymentMethod> {

    private static final Pattern ID = Pattern.compile("pm_[A-Za-z0-9_-]{1,90}");

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    enum State {
        NEW,
        ATTACHED,
        DETACHED
    }

    private String token;
    private String cardNumber;
    private int expMonth;
    private int expYear;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Enumerated(EnumType.STRING)
    private State state;

    private @Nullable String customer;
    private boolean authenticated;
    private boolean held;
    private boolean cvcGiven;
    private Instant createdAt;
    private @Nullable @Embedded BillingDetails billingDetails;

    @Convert(converter = MetadataConverter.class)
    private Map<String, String> metadata;

    @SuppressWarnings("NullAway.Init")
    protected PaymentMethod() {}

    PaymentMethod(
            long number,
            String token,
            CardDetails card,
            BillingDetails holder,
            Map<String, String> metadata,
            Instant createdAt) {
        super(number);
        this.token = token;
        this.cardNumber = card.number();
        this.expMonth = card.expiry().getMonthValue();
        this.expYear = card.expiry().getYear();
        this.cvcGiven = card.cvcGiven();
        this.state = State.NEW;
        this.billingDetails = holder;
        this.metadata = metadata;
        this.createdAt = createdAt;
    }

    /** Attaches it to a customer. */
    void attach(String newCustomer) {
        if (state == State.ATTACHED) {
            throw alreadyAttached();
        }
        requireUsable();
        state = State.ATTACHED;
        customer = newCustomer;
    }

    /** Makes it a card of the account, which attaches it to the account's own customer. */
    void attachToAccount() {
        if (held) {
            throw alreadyAttached();
        }
        if (isAttached() && !belongsTo(Customer.OWN)) {
            throw new DomainException.Conflict(
                    "The payment method '%s' is already attached to another customer."
                            .formatted(token));
        }
        if (!isAttached()) {
            attach(Customer.OWN);
        }
        held = true;
    }

    private DomainException alreadyAttached() {
        return new DomainException.Conflict(
                "The payment method '%s' is already attached to this customer.".formatted(token));
    }

    /**
     * Requires that it was neither detached nor used up by a charge.
     *
     * @throws DomainException.Conflict when it was
     */
    void requireUsable() {
        if (state == State.DETACHED) {
            throw new DomainException.Conflict(
                    "This PaymentMethod was previously used without being attached to a Customer or"
                            + " was detached from a Customer, and may not be used again.");
        }
    }

    boolean isAttached() {
        return state == State.ATTACHED;
    }

    /** Returns the id of the customer it is attached to. */
    public Optional<String> customer() {
        return Optional.ofNullable(customer);
    }

    boolean belongsTo(String someCustomer) {
        return someCustomer.equals(customer);
    }

    boolean isNew() {
        return state == State.NEW;
    }

    /** Makes it unusable after a charge, unless it is attached. */
    void useUp() {
        if (state == State.NEW) {
            state = State.DETACHED;
        }
    }

    void update(BillingDetails holder, Map<String, String> newMetadata) {
        billingDetails = holder;
        metadata = newMetadata;
    }

    void updateExpiry(YearMonth expiry) {
        expMonth = expiry.getMonthValue();
        expYear = expiry.getYear();
    }

    void detach() {
        state = State.DETACHED;
        customer = null;
        held = false;
    }

    /** Records that the holder has authenticated. */
    void authenticate() {
        authenticated = true;
    }

    TestCard card() {
        return TestCards.byNumber(cardNumber);
    }

    /** Returns whether the holder must authenticate while the card is set up. */
    public boolean requiresAuthentication() {
        return card().authentication() != Authentication.NEVER && !authenticated;
    }

    /** Returns the decline of attaching it, and of setting it up before any authentication. */
    Optional<Decline> declineOnAttach() {
        return unlessCvcMissing(card().onSetup());
    }

    /** Returns the decline of setting it up, before or after the authentication. */
    public Optional<Decline> declineOnSetup() {
        var afterAuthentication = card().authentication() != Authentication.NEVER && authenticated;
        return unlessCvcMissing(afterAuthentication ? card().onCharge() : card().onSetup());
    }

    /** Returns whether the holder must authenticate a charge, if present. */
    public boolean requiresAuthenticationOnCharge() {
        return card().authentication() == Authentication.ALWAYS || requiresAuthentication();
    }

    /** Returns the decline of a charge while the holder is off session. */
    public Optional<Decline> declineOffSession(Instant at) {
        if (state == State.DETACHED) {
            return Optional.of(
                    new Decline(
                            "resource_missing",
                            null,
                            "The customer does not have a payment method with the ID %s. The payment method must be attached to the customer."
                                    .formatted(token)));
        }
        return requiresAuthenticationOnCharge()
                ? Optional.of(TestCards.AUTHENTICATION_REQUIRED)
                : declineOnCharge(at);
    }

    /** Returns the decline of a charge that needs no further authentication. */
    public Optional<Decline> declineOnCharge(Instant at) {
        return storedCard().isExpired(at)
                ? Optional.of(TestCards.EXPIRED)
                : unlessCvcMissing(card().onCharge());
    }

    /** Drops a decline for an incorrect security code when none was given. */
    private Optional<Decline> unlessCvcMissing(@Nullable Decline decline) {
        return Optional.ofNullable(decline)
                .filter(refused -> cvcGiven || !refused.equals(TestCards.INCORRECT_CVC));
    }

    boolean cvcGiven() {
        return cvcGiven;
    }

    YearMonth expiry() {
        return YearMonth.of(expYear, expMonth);
    }

    Instant createdAt() {
        return createdAt;
    }

    BillingDetails billingDetails() {
        return billingDetails == null ? BillingDetails.NONE : billingDetails;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** Returns the id on the wire, {@code pm_…}. */
    public String token() {
        return token;
    }

    /** Returns the card as the payment package stores it. */
    public StoredCard storedCard() {
        return new StoredCard(token, card().brand(), card().last4(), expiry());
    }
}
