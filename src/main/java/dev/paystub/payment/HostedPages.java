package dev.paystub.payment;

import dev.paystub.kernel.Money;
import dev.paystub.payment.CardGateway.StoredCard;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port to a provider that hosts the pages on which customers enter their card (Stripe
 * Checkout).
 */
public interface HostedPages {

    /** The purpose of a page. */
    enum Purpose {
        SUBSCRIBE,
        UPDATE_CARD
    }

    /**
     * The content of a page to open for a customer.
     *
     * @param reference the id of the page's subject, chosen by the module that opens the page
     * @param quantity the units to subscribe to; 0 when the page only changes the card
     * @param unitPrice the price of one unit a month
     * @param successUrl the redirect after completion; null to stay on the page
     * @param cancelUrl the target of the page's back link; null for none
     */
    record Page(
            Purpose purpose,
            String reference,
            String organization,
            String email,
            int quantity,
            Money unitPrice,
            @Nullable String successUrl,
            @Nullable String cancelUrl) {}

    /** Opens a page for 24 hours. Returns its path on this server. */
    String open(Page page);

    /**
     * Expires every open page with this purpose and reference, so that their links stop working.
     */
    void expire(Purpose purpose, String reference);

    /** Published when a customer has completed a page; its card is ready to be charged. */
    record CheckoutCompleted(Purpose purpose, String reference, int quantity, StoredCard card) {}

    /** Implemented by the module that opens pages; the provider calls it. */
    interface Opener {

        /** Returns the card that a reference is charged with at present, if any. */
        Optional<StoredCard> currentCard(String reference);

        /** Returns the number of subscriptions that a reference has had so far. */
        int subscriptionCount(String reference);

        /**
         * Checks, before a card is taken, that completing the page would succeed.
         *
         * @throws DomainException.Conflict when it would not in the current state
         */
        void requireCompletable(Purpose purpose, String reference, int quantity);
    }
}
