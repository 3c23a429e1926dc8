package dev.paystub.nowpayments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class CurrenciesTests {

    private static final String DOCUMENTED_ADDRESS = "377WTjsTJ7ixVTJPqzFvYWh24HKyjKKXKj";

    private static final String GOOD =
            "{ticker: good, name: G, network: g, precision: 8, minimum: 1, rate: 2, format: evm}";

    private static final Currencies CURRENCIES = read();

    /** Converts coins to US dollars, rounded to the cent. */
    private static BigDecimal worth(Currency currency, BigDecimal coins) {
        return coins.multiply(currency.rate()).setScale(2, RoundingMode.HALF_UP);
    }

    @Test
    void springReadsTheFileFromTheClassPath() {
        new ApplicationContextRunner()
                .withBean(Currencies.class)
                .run(context ->
                        assertThat(context.getBean(Currencies.class).tickers())
                                .isEqualTo(CURRENCIES.tickers()));
    }

    @Test
    void tickersAreManyUniqueInLowerCaseAndBitcoinFirst() {
        assertThat(CURRENCIES.tickers())
                .hasSizeGreaterThanOrEqualTo(36)
                .doesNotHaveDuplicates()
                .allMatch(ticker -> ticker.matches("[a-z0-9]+"))
                .startsWith("btc", "eth", "ltc", "xmr")
                .contains("usdterc20", "usdttrc20", "usdtbsc", "usdtsol", "usdtmatic")
                .contains("bnbmainnet", "bnbbsc", "usdc", "dai", "sol", "ton", "doge", "trx");
    }

    @Test
    void everyFormatIsUsed() {
        assertThat(currencies().map(Currency::format)).contains(AddressFormat.values());
    }

    @Test
    void tickerIsFoundInAnyCaseAndAnyLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr")); // in a locale whose lower-case I has no dot
            assertThat(CURRENCIES.find("LINK")).isPresent();
        } finally {
            Locale.setDefault(before);
        }
        assertThat(CURRENCIES.find("BTC")).isEqualTo(CURRENCIES.find("btc")).isPresent();
        assertThat(CURRENCIES.find("dollars")).isEmpty();
    }

    @Test
    void documentedInvoiceCostsTheDocumentedAmountAtTheDocumentedAddress() {
        Currency btc = currency("btc");
        assertThat(btc.quote(new BigDecimal("25"))).isEqualTo(new BigDecimal("0.0006047"));
        assertThat(worth(btc, new BigDecimal("0.0006047"))).isEqualTo(new BigDecimal("25.00"));
        assertThat(btc.network()).isEqualTo("btc");
        assertThat(btc.precision()).isEqualTo(8);
        assertThat(btc.address(1, true)).isEqualTo(DOCUMENTED_ADDRESS);
        assertThat(btc.address(1, false)).isNotEqualTo(DOCUMENTED_ADDRESS);
    }

    @ParameterizedTest
    @MethodSource("currencies")
    void addressIsValidItsPaymentsOwnAndTheSameAgain(Currency currency) {
        Currency again = read().find(currency.ticker()).orElseThrow();
        Set<String> addresses = new HashSet<>();
        for (long number = 1; number <= 50; number++) {
            String address = currency.address(number, false);
            AddressFormatTests.check(currency.format(), address);
            assertThat(again.address(number, false)).isEqualTo(address);
            assertThat(addresses.add(address)).isTrue();
        }
        AddressFormatTests.check(currency.format(), currency.address(1, true));
    }

    @Test
    void onlyBitcoinHasAFirstAddress() {
        assertThat(currencies().filter(currency -> currency.firstAddress() != null))
                .extracting(Currency::ticker)
                .containsExactly("btc");
        assertThat(currency("eth").address(1, true)).isEqualTo(currency("eth").address(1, false));
    }

    @Test
    void onlyTheDocumentedCoinsHaveAnExtraId() {
        assertThat(currencies().filter(Currency::extraId))
                .extracting(Currency::ticker)
                .containsExactlyInAnyOrder("xrp", "xlm", "eos", "bnbmainnet", "ava");
    }

    @ParameterizedTest
    @MethodSource("currencies")
    void extraIdIsItsPaymentsOwnNumberOrNone(Currency currency) {
        Currency again = read().find(currency.ticker()).orElseThrow();
        Set<String> extraIds = new HashSet<>();
        for (long number = 1; number <= 50; number++) {
            String extraId = currency.extraId(number);
            assertThat(again.extraId(number)).isEqualTo(extraId);
            if (currency.extraId()) {
                assertThat(extraId).matches("[1-9][0-9]{8,9}");
                assertThat(Long.parseLong(extraId)).isLessThan(1L << 32); // XRP's destination tag
                assertThat(extraIds.add(extraId)).isTrue();
            } else {
                assertThat(extraId).isNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("currencies")
    void quoteIsPlainAndWithinThePrecision(Currency currency) {
        for (String usd : new String[] {"0.01", "1.00", "25", "100", "12345.67", "99999.99"}) {
            BigDecimal quote = currency.quote(new BigDecimal(usd));
            assertThat(quote.toPlainString()).matches("0|[1-9]\\d*|(0|[1-9]\\d*)\\.\\d*[1-9]");
            assertThat(quote.scale()).isBetween(0, Math.min(8, currency.precision()));
        }
    }

    @ParameterizedTest
    @MethodSource("currencies")
    void quoteIsWorthItsDollars(Currency currency) {
        for (String usd : new String[] {"1.00", "25.00", "100.00"}) {
            BigDecimal quote = currency.quote(new BigDecimal(usd));
            assertThat(worth(currency, quote)).isEqualTo(new BigDecimal(usd));
        }
    }

    @ParameterizedTest
    @MethodSource("currencies")
    void minimumIsWorthBetweenFiftyCentsAndFiveDollars(Currency currency) {
        assertThat(currency.minimum()).isPositive();
        assertThat(worth(currency, currency.minimum()))
                .isBetween(new BigDecimal("0.50"), new BigDecimal("5.00"));
    }

    @Test
    void oneDollarOfBitcoinIsAboveTheMinimum() {
        assertThat(currency("btc").quote(BigDecimal.ONE)).isGreaterThan(currency("btc").minimum());
    }

    @ParameterizedTest
    @CsvSource({
        "precision: 8, 'precision: 8, precission: 8', 'entry 2 (coin), at currencies[1]: ',"
                + " precission",
        "precision: 8, precision: many, 'entry 2 (coin), at currencies[1].precision: ', many",
        "precision: 8, '', 'entry 2 (coin), at currencies[1]: ', its precision is not between",
        "rate: 2, rate: 0, 'entry 2 (coin), at currencies[1]: ', it has no rate above zero",
        "rate: 2, '', 'entry 2 (coin), at currencies[1]: ', it has no rate above zero",
        "minimum: 1, minimum: -1, 'entry 2 (coin), at currencies[1]: ', it has no minimum above",
        "format: evm, format: abacus, 'entry 2 (coin), at currencies[1].format: ', abacus",
        "name: Coin, '', 'entry 2 (coin), at currencies[1]: ', it has no name",
        "ticker: coin, ticker: Coin, 'entry 2 (Coin), at currencies[1]: ', not in lower case",
        "ticker: coin, '', 'entry 2 (no ticker), at currencies[1]: ', it has no ticker",
        "ticker: coin, ticker: good, currencies.yaml lists good twice, twice",
    })
    void brokenEntryIsNamed(String right, String wrong, String entry, String reason) {
        String broken =
                GOOD.replace("ticker: good", "ticker: coin")
                        .replace("name: G", "name: Coin")
                        .replace(right, wrong)
                        .replace("{, ", "{")
                        .replace(", ,", ",");
        assertThatIllegalStateException()
                .isThrownBy(() -> read("currencies: [" + GOOD + ", " + broken + "]"))
                .withMessageContaining("currencies.yaml")
                .withMessageContaining(entry)
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "''", "coin", "[]", "{}"})
    void gapInTheListIsRefusedRatherThanItsEnd(String gap) {
        assertThatIllegalStateException()
                .isThrownBy(() -> read("currencies: [" + GOOD + ", " + gap + ", " + GOOD + "]"))
                .withMessageContaining("currencies.yaml");
    }

    @Test
    void fileWithoutCurrenciesIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> read("coins: []"))
                .withMessage("currencies.yaml has no list named currencies");
        assertThatIllegalStateException()
                .isThrownBy(() -> read("currencies: [}"))
                .withMessageStartingWith("currencies.yaml cannot be read: ");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Currencies(new ClassPathResource("none.yaml")).tickers())
                .withMessageStartingWith("currencies.yaml cannot be read: ");
    }

    private static Stream<Currency> currencies() {
        return CURRENCIES.tickers().stream().map(CurrenciesTests::currency);
    }

    private static Currency currency(String ticker) {
        return CURRENCIES.find(ticker).orElseThrow();
    }

    private static Currencies read() {
        return new Currencies(new ClassPathResource("currencies.yaml"));
    }

    private static Currencies read(String yaml) {
        var read = new Currencies(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        assertThat(read.tickers()).isNotEmpty();
        return read;
    }
}
