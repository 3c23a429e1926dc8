package dev.paystub.payment;

import dev.paystub.kernel.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The port to a provider that stores and charges cards. A declined charge is a result to record,
 * not an exception that rolls back.
 */
public interface CardGateway {

    /** A card as the gateway stores it; the brand is Stripe's, in lower case. */
    record StoredCard(String paymentMethod, String brand, String last4, YearMonth expiry) {

        /** Returns whether its expiry month (UTC) is over at an instant. */
        public boolean isExpired(Instant at) {
            return YearMonth.from(at.atZone(ZoneOffset.UTC)).isAfter(expiry);
        }
    }

    /** The result of a charge. */
    sealed interface Charge {

        /** The card was charged, under this charge id. */
        record Succeeded(String id) implements Charge {}

        /** The card was declined; the message is the text that Stripe shows to a card holder. */
        record Declined(String code, @Nullable String declineCode, String message)
                implements Charge {}
    }

    /**
     * Attaches a payment method to the account's customer.
     *
     * @throws DomainException.NotFound when there is no such payment method
     * @throws DomainException.Conflict when it is attached already, or was detached before
     * @throws DomainException.Declined when the card is declined on attaching
     */
    StoredCard attach(String paymentMethodId);

    /** Detaches a payment method permanently. */
    void detach(String paymentMethodId);

    /** Charges a card off session, that is, without its holder present. */
    Charge charge(StoredCard card, Money amount, Instant at);
}
