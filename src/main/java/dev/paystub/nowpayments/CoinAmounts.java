package dev.paystub.nowpayments;

import java.math.BigDecimal;
import java.util.Collection;

/** Formats amounts of coins: no trailing zeros, and never an exponent. */
final class CoinAmounts {

    private CoinAmounts() {}

    /** Strips trailing zeros, but keeps the scale from becoming negative. */
    static BigDecimal plain(BigDecimal amount) {
        var stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static String text(BigDecimal amount) {
        return plain(amount).toPlainString();
    }

    static BigDecimal sum(Collection<Deposit> deposits) {
        return plain(
                deposits.stream().map(Deposit::amount).reduce(BigDecimal.ZERO, BigDecimal::add));
    }
}
