package dev.paystub.payment;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.AccountScoped;
import dev.paystub.payment.CardGateway.StoredCard;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * A stored card. When an account has cards, exactly one of them is the default, which automatic
 * charges use (WHMCS, Pay Methods).
 */
@Entity
@Table(name = "cards")
public class Card extends AccountScoped<Card> {

    private String paymentMethod;
    private String brand;
    private String last4;
    private int expMonth;
    private int expYear;
    private boolean preferred;
    private Instant lastUpdated;

    @SuppressWarnings("NullAway.Init")
    protected Card() {}

    Card(long number, StoredCard card, Instant at) {
        super(number);
        this.paymentMethod = card.paymentMethod();
        this.brand = card.brand();
        this.last4 = card.last4();
        this.expMonth = card.expiry().getMonthValue();
        this.expYear = card.expiry().getYear();
        this.lastUpdated = at;
    }

    /**
     * Published when a card is added, removed or made the default.
     *
     * @param paymentMethod the card's id at the gateway
     * @param replaced the gateway's id of the previous default card, if there was one
     */
    public record CardChanged(
            long number,
            String change,
            @Nullable String from,
            @Nullable String to,
            String paymentMethod,
            @Nullable String replaced)
            implements AccountEvent {
        @Override
        public String type() {
            return "card." + change;
        }

        @Override
        public String subject() {
            return "card " + number;
        }
    }

    void added() {
        registerEvent(changed("added", null, "stored", null));
    }

    void removed() {
        registerEvent(changed("removed", "stored", null, null));
    }

    /**
     * Makes this card the one that automatic charges use.
     *
     * @param replaced the previous default, if there was one
     */
    void makeDefault(Instant at, @Nullable Card replaced) {
        preferred = true;
        lastUpdated = at;
        registerEvent(
                changed(
                        "made_default",
                        "stored",
                        "default",
                        replaced == null ? null : replaced.paymentMethod));
    }

    private CardChanged changed(
            String change, @Nullable String from, @Nullable String to, @Nullable String replaced) {
        return new CardChanged(number(), change, from, to, paymentMethod, replaced);
    }

    void yieldDefault() {
        preferred = false;
    }

    /** Returns whether automatic charges use this card. */
    public boolean isDefault() {
        return preferred;
    }

    /** Returns the card as the gateway stores it. */
    public StoredCard stored() {
        return new StoredCard(paymentMethod, brand, last4, YearMonth.of(expYear, expMonth));
    }

    /** Returns the card as it is shown. */
    public CardView view() {
        return new CardView(number(), stored(), lastUpdated);
    }

    /** Returns the instant at which it was added or last made the default. */
    public Instant lastUpdated() {
        return lastUpdated;
    }
}
