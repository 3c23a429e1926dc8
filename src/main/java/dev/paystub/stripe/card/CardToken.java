package dev.paystub.stripe.card;

import dev.paystub.account.AccountScoped;
import dev.paystub.stripe.StripeError;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** A card token, {@code tok_…}, from which one payment method may be created. */
@Entity
@Table(name = "card_tokens")
class CardToken extends AccountScoped<CardToken> {

    private String token;
    private String cardNumber;
    private int expMonth;
    private int expYear;
    private boolean cvcGiven;
    private boolean used;
    private Instant createdAt;
    private @Nullable @Embedded BillingDetails billingDetails;

    @SuppressWarnings("NullAway.Init")
    protected CardToken() {}

    CardToken(
            long number, String token, CardDetails card, BillingDetails holder, Instant createdAt) {
        super(number);
        this.token = token;
        this.cardNumber = card.number();
        this.expMonth = card.expiry().getMonthValue();
        this.expYear = card.expiry().getYear();
        this.cvcGiven = card.cvcGiven();
        this.billingDetails = holder;
        this.createdAt = createdAt;
    }

    void use() {
        if (used) {
            throw StripeError.invalidRequest(
                    "token_already_used",
                    "You cannot use a Stripe token more than once: %s.".formatted(token),
                    null);
        }
        used = true;
    }

    String token() {
        return token;
    }

    boolean used() {
        return used;
    }

    Instant createdAt() {
        return createdAt;
    }

    CardDetails card() {
        return new CardDetails(cardNumber, YearMonth.of(expYear, expMonth), cvcGiven);
    }

    BillingDetails billingDetails() {
        return billingDetails == null ? BillingDetails.NONE : billingDetails;
    }
}
