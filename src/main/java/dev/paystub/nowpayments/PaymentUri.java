package dev.paystub.nowpayments;

import java.math.BigDecimal;
import java.util.Map;

/** What a wallet reads of a QR code: BIP 21, for the chains that use it; elsewhere the address. */
final class PaymentUri {

    private static final Map<String, String> SCHEMES =
            Map.of(
                    "btc", "bitcoin",
                    "ltc", "litecoin",
                    "doge", "dogecoin",
                    "bch", "bitcoincash",
                    "dash", "dash");

    private PaymentUri() {}

    static String of(String ticker, String address, BigDecimal coins) {
        var scheme = SCHEMES.get(ticker);
        return scheme == null
                ? address
                : "%s:%s?amount=%s".formatted(scheme, address, CoinAmounts.text(coins));
    }
}
