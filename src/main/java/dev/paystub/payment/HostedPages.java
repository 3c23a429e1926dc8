package dev.paystub.payment;

import dev.paystub.kernel.Money;
import dev.paystub.payment.CardGateway.StoredCard;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port to whoever shows a customer the pages on which a card is given. */
public interface HostedPages {

    /** What a page is for. */
    enum Purpose {
        SUBSCRIBE,
        UPDATE_CARD
    }

    /**
     * A page to open for a customer.
     *
     * @param reference whose page it is, in the words of the module that asks for it
     * @param quantity how many units are being subscribed to; 0 when the page only changes the card
     * @param unitPrice what one unit costs a month
     * @param successUrl where the customer goes afterwards; null to stay
     * @param cancelUrl where the way back leads; null when there is none
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

    /** Opens a page and answers its path on this server; it lives 24 hours. */
    String open(Page page);

    /** Closes every open page of a purpose and reference: its links lead nowhere from now on. */
    void expire(Purpose purpose, String reference);

    /** The customer has completed a page; its card is ready to be charged. */
    record CheckoutCompleted(Purpose purpose, String reference, int quantity, StoredCard card) {}

    /** What the pages ask the module that has them opened. */
    interface Opener {

        /** The card that a reference is charged with at present, if any. */
        Optional<StoredCard> presentCard(String reference);

        /** How many subscriptions a reference has had so far. */
        int subscriptionsSoFar(String reference);

        /**
         * Asked before a card is taken, so that none is taken in vain.
         *
         * @throws Refusal.Conflict when completing the page could not be carried out as things
         *     stand
         */
        void requireOfUse(Purpose purpose, String reference, int quantity);
    }
}
