package dev.paystub.stripe;

import dev.paystub.account.AccountScoped;
import dev.paystub.kernel.Refusal;
import dev.paystub.payment.CardGateway.StoredCard;
import dev.paystub.stripe.TestCards.Authentication;
import dev.paystub.stripe.TestCards.Decline;
import dev.paystub.stripe.TestCards.TestCard;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A card that Stripe knows under a {@code pm_…}: attached to the customer once, and never again
 * after it was detached.
 */
@Entity
@Table(name = "payment_methods")
public class PaymentMethod extends AccountScoped<PaymentMethod> {

    private static final Pattern ID = Pattern.compile("pm_[A-Za-z0-9_]{1,90}");

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

    private boolean authenticated;

    @SuppressWarnings("NullAway.Init")
    protected PaymentMethod() {}

    PaymentMethod(long number, String token, String cardNumber, YearMonth expiry) {
        super(number);
        this.token = token;
        this.cardNumber = cardNumber;
        this.expMonth = expiry.getMonthValue();
        this.expYear = expiry.getYear();
        this.state = State.NEW;
    }

    void attach() {
        if (state == State.ATTACHED) {
            throw new Refusal.Conflict(
                    "The payment method '%s' is already attached to this customer."
                            .formatted(token));
        }
        if (state == State.DETACHED) {
            throw new Refusal.Conflict(
                    "This PaymentMethod was previously used without being attached to a Customer or"
                            + " was detached from a Customer, and may not be used again.");
        }
        state = State.ATTACHED;
    }

    void detach() {
        state = State.DETACHED;
    }

    /** The holder has authenticated while the card was set up. */
    void authenticate() {
        authenticated = true;
    }

    TestCard card() {
        return TestCards.byNumber(cardNumber);
    }

    /** Whether setting it up waits for its holder to authenticate. */
    boolean needsAuthentication() {
        return card().authentication() != Authentication.NEVER && !authenticated;
    }

    /** How setting it up is refused, as far as it has come, if it is. */
    Optional<Decline> refusalOfSetup() {
        var afterAuthentication = card().authentication() != Authentication.NEVER && authenticated;
        return Optional.ofNullable(afterAuthentication ? card().onCharge() : card().onSetup());
    }

    /** How a charge is refused while the holder is away, if it is. */
    Optional<Decline> refusal() {
        var needsHolder = card().authentication() == Authentication.ALWAYS || needsAuthentication();
        return needsHolder
                ? Optional.of(TestCards.AUTHENTICATION_REQUIRED)
                : Optional.ofNullable(card().onCharge());
    }

    /** The id on the wire, {@code pm_…}. */
    public String token() {
        return token;
    }

    /** The card as the rest of the sandbox keeps it. */
    public StoredCard stored() {
        return new StoredCard(
                token, card().brand(), card().last4(), YearMonth.of(expYear, expMonth));
    }
}
