package dev.paystub.nowpayments;

import java.math.BigDecimal;
import java.util.Map;

/**
 * The content of a QR code for wallets: a BIP 21 URI for chains that support it, otherwise the
 * plain address.
 */
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
