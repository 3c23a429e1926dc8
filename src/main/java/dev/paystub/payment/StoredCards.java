package dev.paystub.payment;

import dev.paystub.account.AccountTransactional;
import dev.paystub.account.Numbering;
import dev.paystub.kernel.DomainException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The account's stored cards; the first becomes the default, and the next when that is deleted. */
@Service
public class StoredCards {

    private final Cards cards;
    private final CardGateway gateway;
    private final Numbering numbering;
    private final Clock clock;

    StoredCards(Cards cards, CardGateway gateway, Numbering numbering, Clock clock) {
        this.cards = cards;
        this.gateway = gateway;
        this.numbering = numbering;
        this.clock = clock;
    }

    /** All cards, the default first, then as they were added. */
    @Transactional(readOnly = true)
    public List<Card> all() {
        return cards.findAllByOrderByPreferredDescNumber();
    }

    Optional<Card> defaultCard() {
        return cards.findByPreferredTrue();
    }

    /**
     * Adds the card behind a Stripe payment method.
     *
     * @throws Refusal what {@link CardGateway#attach} says
     */
    @AccountTransactional
    public Card add(String paymentMethodId) {
        var first = cards.findByPreferredTrue().isEmpty();
        var now = clock.instant();
        var card = new Card(numbering.next("card"), gateway.attach(paymentMethodId), now);
        card.added();
        if (first) {
            card.makeDefault(now, null);
        }
        return cards.save(card);
    }

    /**
     * @throws Refusal.NotFound when the account has no such card
     */
    @AccountTransactional
    public void remove(long number) {
        var card = get(number);
        card.removed();
        cards.delete(card);
        var paymentMethod = card.stored().paymentMethod();
        if (!cards.existsByPaymentMethod(paymentMethod)) {
            gateway.detach(paymentMethod);
        }
        if (card.isDefault()) {
            all().stream()
                    .findFirst()
                    .ifPresent(next -> {
                        next.makeDefault(clock.instant(), card);
                        cards.save(next);
                    });
        }
    }

    /**
     * @throws Refusal.NotFound when the account has no such card
     */
    @AccountTransactional
    public void makeDefault(long number) {
        var card = get(number);
        var before = defaultCard();
        before.filter(present -> present.number() != number)
                .ifPresent(present -> {
                    present.yieldDefault();
                    cards.save(present);
                });
        card.makeDefault(clock.instant(), before.orElse(null));
        cards.save(card);
    }

    private Card get(long number) {
        return cards.findByNumber(number)
                .orElseThrow(() -> new DomainException.NotFound("Invalid Pay Method ID"));
    }
}
