package dev.paystub.payment;

import dev.paystub.world.SeedContributor;
import dev.paystub.world.SeedFile;
import java.time.Instant;
import java.time.YearMonth;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Seeds {@code cards}; the first is the default. */
@Component
@Order(2)
class CardSeed implements SeedContributor {

    private final Cards cards;

    CardSeed(Cards cards) {
        this.cards = cards;
    }

    record SeededCard(
            long id,
            String paymentMethod,
            String brand,
            String last4,
            String expiry,
            String lastUpdated) {}

    @Override
    public void plant(SeedFile file) {
        var first = true;
        for (var row : file.list("cards", SeededCard.class)) {
            var stored =
                    new CardGateway.StoredCard(
                            row.paymentMethod(),
                            row.brand(),
                            row.last4(),
                            YearMonth.parse(row.expiry()));
            var card = new Card(row.id(), stored, Instant.parse(row.lastUpdated()));
            if (first) {
                card.seedDefault();
            }
            cards.save(card);
            first = false;
        }
    }
}
