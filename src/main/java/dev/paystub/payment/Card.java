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
 * A stored card. While an account has any, exactly one of them is its default, which automatic
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
     * What happened to a card.
     *
     * @param paymentMethod what the gateway calls it
     * @param replaced what it calls the card that was the default before this one became it
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

    /** Is charged from now on, in place of another if there was one. */
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

    void seedDefault() {
        preferred = true;
    }

    /** Whether it is the default. */
    public boolean isDefault() {
        return preferred;
    }

    /** The card as the gateway keeps it. */
    public StoredCard stored() {
        return new StoredCard(paymentMethod, brand, last4, YearMonth.of(expYear, expMonth));
    }

    /** When it was added, or last made the default. */
    public Instant lastUpdated() {
        return lastUpdated;
    }
}
