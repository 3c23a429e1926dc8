package dev.paystub.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.payment.CardGateway.StoredCard;
import dev.paystub.subscription.Subscription.Status;
import dev.paystub.subscription.Subscription.SubscriptionChanged;
import dev.paystub.subscription.Subscription.Terms;
import dev.paystub.testing.Facts;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SubscriptionTests {

    private static final StoredCard VISA =
            new StoredCard("pm_visa", "visa", "4242", YearMonth.of(2034, 12));
    private static final StoredCard AMEX =
            new StoredCard("pm_amex", "amex", "0005", YearMonth.of(2030, 3));

    @Test
    void newSubscriptionIsActiveAndSaysSo() {
        var subscription = since("2024-04-01");

        assertThat(subscription.status()).isEqualTo(Status.ACTIVE);
        assertThat(subscription.isRunning()).isTrue();
        assertThat(subscription.quantity()).isEqualTo(10);
        assertThat(subscription.card()).isEqualTo(VISA);
        assertThat(Facts.of(subscription))
                .containsExactly(
                        new SubscriptionChanged(
                                1001,
                                null,
                                "active, 10 units, visa *4242 2034-12",
                                null,
                                new Terms(Status.ACTIVE, 10, "pm_visa")));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-04-01, 2024-04-30 2024-05-31 2024-06-30",
        "2024-02-01, 2024-02-29 2024-03-31",
        "2023-02-01, 2023-02-28 2023-03-31",
        "2024-04-15, 2024-05-14 2024-06-14",
        "2024-01-31, 2024-02-28 2024-03-30 2024-04-29 2024-05-30",
        "2023-12-31, 2024-01-30 2024-02-28 2024-03-30"
    })
    void monthsEndTheDayBeforeTheNextBegins(LocalDate start, String lastDays) {
        var subscription = since(start.toString());

        assertThat(lastDays.split(" "))
                .allSatisfy(lastDay -> {
                    assertThat(subscription.lastDayOfPeriod()).isEqualTo(LocalDate.parse(lastDay));
                    subscription.closePeriod();
                });
    }

    @ParameterizedTest
    @CsvSource({"2024-04-01", "2024-02-01", "2023-02-01", "2024-03-01", "2024-01-31"})
    void wholeMonthIsThirtyDaysWhateverItsLength(LocalDate start) {
        var subscription = since(start.toString());

        assertThat(subscription.closePeriod()).isEqualTo(30);
        assertThat(subscription.closePeriod()).isEqualTo(30);
    }

    @Test
    void changeOnTheFifteenthSplitsAprilInHalves() {
        var subscription = since("2024-04-01");

        assertThat(subscription.closeSegment(LocalDate.parse("2024-04-15"))).isEqualTo(15);
        assertThat(subscription.closePeriod()).isEqualTo(15);
        assertThat(subscription.closePeriod()).isEqualTo(30);
    }

    @Test
    void dayIsBilledOnceHoweverOftenItChanges() {
        var subscription = since("2024-04-01");
        var day = LocalDate.parse("2024-04-01");

        assertThat(subscription.closeSegment(day)).isEqualTo(1);
        assertThat(subscription.closeSegment(day)).isZero();
        assertThat(subscription.closeSegment(day.plusDays(1))).isEqualTo(1);
        assertThat(subscription.closePeriod()).isEqualTo(28);
    }

    @Test
    void thirtyFirstDayCostsNothing() {
        var subscription = since("2024-05-01");

        assertThat(subscription.closeSegment(LocalDate.parse("2024-05-30"))).isEqualTo(30);
        assertThat(subscription.closeSegment(LocalDate.parse("2024-05-31"))).isZero();
        assertThat(subscription.closePeriod()).isZero();
    }

    @Test
    void februaryOwesItsMissingDaysAtItsEnd() {
        var subscription = since("2023-02-01");

        assertThat(subscription.closeSegment(LocalDate.parse("2023-02-28"))).isEqualTo(28);
        assertThat(subscription.closePeriod()).isEqualTo(2);
    }

    @ParameterizedTest(name = "from {0}, changed on days {1}, {2}, {3}")
    @MethodSource("monthsAndChanges")
    void segmentsOfAMonthAddUpToThirtyDays(LocalDate start, int first, int second, int third) {
        var subscription = since(start.toString());
        var length = subscription.lastDayOfPeriod().toEpochDay() - start.toEpochDay() + 1;

        var billed =
                IntStream.of(first, second, third)
                        .filter(day -> day <= length)
                        .map(day -> subscription.closeSegment(start.plusDays(day - 1L)))
                        .peek(days -> assertThat(days).isNotNegative())
                        .sum();

        assertThat(billed).isLessThanOrEqualTo(30);
        assertThat(billed + subscription.closePeriod()).isEqualTo(30);
        assertThat(subscription.closePeriod()).isEqualTo(30);
    }

    static Stream<Arguments> monthsAndChanges() {
        return Stream.of("2023-02-01", "2024-02-01", "2024-04-01", "2024-05-01", "2024-01-31")
                .map(LocalDate::parse)
                .flatMap(start ->
                        Stream.of(
                                Arguments.of(start, 1, 2, 3),
                                Arguments.of(start, 1, 1, 31),
                                Arguments.of(start, 10, 20, 30),
                                Arguments.of(start, 15, 28, 29),
                                Arguments.of(start, 30, 31, 31)));
    }

    @Test
    void changeOnTheDayOfTheBillBelongsToThatMonth() {
        var subscription = since("2024-04-01");
        assertThat(subscription.closePeriod()).isEqualTo(30);

        assertThat(subscription.closeSegment(LocalDate.parse("2024-04-30"))).isZero();
        assertThat(subscription.closeSegment(LocalDate.parse("2024-05-01"))).isEqualTo(1);
        assertThat(subscription.closePeriod()).isEqualTo(29);
    }

    @Test
    void changesAreToldWithWhatWasBefore() {
        var subscription = since("2024-04-01");

        subscription.changeQuantity(100);
        subscription.changeCard(AMEX);
        subscription.become(Status.PAST_DUE);
        subscription.become(Status.PAST_DUE);
        assertThat(subscription.isRunning()).isTrue();
        subscription.become(Status.CANCELED);

        assertThat(subscription.isRunning()).isFalse();
        assertThat(subscription.card()).isEqualTo(AMEX);
        assertThat(Facts.of(subscription).stream().skip(1))
                .containsExactly(
                        changed(
                                "active, 10 units, visa *4242 2034-12",
                                "active, 100 units, visa *4242 2034-12"),
                        changed(
                                "active, 100 units, visa *4242 2034-12",
                                "active, 100 units, amex *0005 2030-03"),
                        changed(
                                "active, 100 units, amex *0005 2030-03",
                                "past_due, 100 units, amex *0005 2030-03"),
                        changed(
                                "past_due, 100 units, amex *0005 2030-03",
                                "canceled, 100 units, amex *0005 2030-03"));
    }

    private static SubscriptionChanged changed(String from, String to) {
        return new SubscriptionChanged(1001, from, to, terms(from), terms(to));
    }

    private static Terms terms(String described) {
        var words = described.replace(",", "").split(" ");
        return new Terms(
                Status.valueOf(words[0].toUpperCase(Locale.ROOT)),
                Integer.parseInt(words[1]),
                "pm_" + words[3]);
    }

    private static Subscription since(String date) {
        return new Subscription(1, 1001, 10, VISA, LocalDate.parse(date));
    }
}
