package dev.paystub.payment;

import dev.paystub.kernel.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The port to whoever keeps and charges cards. A declined charge is an outcome to record, not an
 * exception to roll back.
 */
public interface CardGateway {

    /** A card as the gateway keeps it; the brand is Stripe's, in lower case. */
    record StoredCard(String paymentMethod, String brand, String last4, YearMonth expiry) {

        /** Whether its last month is over at that instant. */
        public boolean isExpired(Instant at) {
            return YearMonth.from(at.atZone(ZoneOffset.UTC)).isAfter(expiry);
        }
    }

    /** What came of a charge. */
    sealed interface Charge {

        /** The money was taken, under this charge id. */
        record Succeeded(String id) implements Charge {}

        /** Nothing was taken; the message is the text Stripe shows a card holder. */
        record Declined(String code, @Nullable String declineCode, String message)
                implements Charge {}
    }

    /**
     * Attaches a payment method to the account's customer.
     *
     * @throws Refusal.NotFound when there is no such payment method
     * @throws Refusal.Conflict when it is attached already, or was detached before
     * @throws Refusal.Declined when the card is refused on attaching
     */
    StoredCard attach(String paymentMethodId);

    /** Detaches a payment method for good. */
    void detach(String paymentMethodId);

    /** Charges a card while its holder is away. */
    Charge charge(StoredCard card, Money amount, Instant at);
}
