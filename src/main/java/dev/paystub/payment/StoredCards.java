package dev.paystub.payment;

import dev.paystub.engine.AccountQuery;
import dev.paystub.engine.AccountReader;
import dev.paystub.engine.AccountTransactional;
import dev.paystub.engine.Numbering;
import dev.paystub.kernel.DomainException;
import dev.paystub.payment.CardGateway.StoredCard;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The account's stored cards. The first card becomes the default; when the default is removed, the
 * next card does.
 */
@Service
public class StoredCards {

    private static final AccountQuery<CardView> ALL =
            new AccountQuery<>(
                    """
                    select number, payment_method, brand, last4, exp_month, exp_year, last_updated
                    from cards where account_id = ? order by preferred desc, number
                    """,
                    (row, index) ->
                            new CardView(
                                    row.getLong(1),
                                    new StoredCard(
                                            row.getString(2),
                                            row.getString(3),
                                            row.getString(4),
                                            YearMonth.of(row.getInt(6), row.getInt(5))),
                                    AccountReader.instant(row, 7)));

    private final AccountReader reader;
    private final Cards cards;
    private final CardGateway gateway;
    private final Numbering numbering;
    private final Clock clock;

    StoredCards(
            AccountReader reader,
            Cards cards,
            CardGateway gateway,
            Numbering numbering,
            Clock clock) {
        this.reader = reader;
        this.cards = cards;
        this.gateway = gateway;
        this.numbering = numbering;
        this.clock = clock;
    }

    /**
     * Returns all cards for display, the default first, the others in the order of their addition.
     */
    public List<CardView> list() {
        return reader.list(ALL);
    }

    /** Returns all cards in a change, in the order of {@link #list}. */
    @Transactional(readOnly = true)
    public List<Card> all() {
        return cards.findAllByOrderByPreferredDescNumber();
    }

    Optional<Card> defaultCard() {
        return cards.findByPreferredTrue();
    }

    /**
     * Stores the card of a Stripe payment method.
     *
     * @throws DomainException as in {@link CardGateway#attach}
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
     * Removes a card. The gateway detaches the payment method with its last card.
     *
     * @throws DomainException.NotFound when the account has no such card
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
     * Makes a card the default.
     *
     * @throws DomainException.NotFound when the account has no such card
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
