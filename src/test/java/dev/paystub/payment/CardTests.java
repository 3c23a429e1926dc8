package dev.paystub.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.payment.Card.CardChanged;
import dev.paystub.payment.CardGateway.StoredCard;
import dev.paystub.testing.Facts;
import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardTests {

    private static final Instant ADDED = Instant.parse("2024-04-18T17:49:00Z");
    private static final Instant LATER = Instant.parse("2024-06-09T15:23:43.444Z");
    private static final StoredCard VISA =
            new StoredCard("pm_1P6wzCFTTwwr4vA7vu6Rb5Iz", "visa", "4242", YearMonth.of(2030, 1));

    private static final StoredCard OTHER =
            new StoredCard("pm_other", "mastercard", "4444", YearMonth.of(2031, 1));

    @Test
    void keepsWhatTheGatewayKeeps() {
        var card = new Card(15, VISA, ADDED);

        assertThat(card.stored()).isEqualTo(VISA);
        assertThat(card.number()).isEqualTo(15);
        assertThat(card.lastUpdated()).isEqualTo(ADDED);
        assertThat(card.isDefault()).isFalse();
    }

    @Test
    void becomingTheDefaultIsAnUpdate() {
        var card = new Card(15, VISA, ADDED);

        card.makeDefault(LATER, new Card(14, OTHER, ADDED));

        assertThat(card.isDefault()).isTrue();
        assertThat(card.lastUpdated()).isEqualTo(LATER);
        assertThat(Facts.of(card))
                .containsExactly(
                        new CardChanged(
                                15,
                                "made_default",
                                "stored",
                                "default",
                                VISA.paymentMethod(),
                                OTHER.paymentMethod()));
    }

    @Test
    void yieldingTheDefaultIsNone() {
        var card = new Card(15, VISA, ADDED);
        card.makeDefault(ADDED, null);

        card.yieldDefault();

        assertThat(card.isDefault()).isFalse();
        assertThat(card.lastUpdated()).isEqualTo(ADDED);
    }

    @Test
    void comingAndGoingAreFacts() {
        var card = new Card(15, VISA, ADDED);
        card.added();
        card.removed();

        assertThat(Facts.of(card))
                .containsExactly(
                        new CardChanged(15, "added", null, "stored", VISA.paymentMethod(), null),
                        new CardChanged(15, "removed", "stored", null, VISA.paymentMethod(), null));
    }

    @ParameterizedTest
    @CsvSource({
        "2029-12-31T23:59:59.999Z, false",
        "2030-01-31T23:59:59.999Z, false",
        "2030-02-01T00:00:00Z, true",
        "2031-01-01T00:00:00Z, true"
    })
    void expiresWhenItsLastMonthIsOver(Instant at, boolean expired) {
        assertThat(VISA.isExpired(at)).isEqualTo(expired);
    }
}
