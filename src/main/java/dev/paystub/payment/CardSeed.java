package dev.paystub.payment;

import dev.paystub.world.SeedContributor;
import dev.paystub.world.SeedFile;
import dev.paystub.world.SeedRows;
import java.time.Instant;
import java.time.YearMonth;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Seeds {@code cards}; the first is the default. */
@Component
@Order(2)
class CardSeed implements SeedContributor {

    private final SeedRows rows;

    CardSeed(SeedRows rows) {
        this.rows = rows;
    }

    record SeededCard(
            long id,
            String paymentMethod,
            String brand,
            String last4,
            String expiry,
            String lastUpdated) {}

    @Override
    public void contribute(SeedFile file) {
        var cards = file.list("cards", SeededCard.class);
        rows.insert(
                "cards",
                cards.stream().map(card -> row(card, card.equals(cards.getFirst()))).toList());
    }

    private static SeedRows.Row row(SeededCard card, boolean first) {
        var expiry = YearMonth.parse(card.expiry());
        return new SeedRows.Row(card.id())
                .set("payment_method", card.paymentMethod())
                .set("brand", card.brand())
                .set("last4", card.last4())
                .set("exp_month", expiry.getMonthValue())
                .set("exp_year", expiry.getYear())
                .set("preferred", first)
                .set("last_updated", Instant.parse(card.lastUpdated()));
    }
}
