package dev.paystub.nowpayments;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A coin to pay with, at a fixed rate. Amounts have no trailing zeros and at most 8 decimals; small
 * amounts must be written with {@link BigDecimal#toPlainString}.
 *
 * @param precision number of decimals on the coin's network; amounts show at most 8
 * @param minimum smallest amount of a payment, in coins
 * @param rate price of one coin in US dollars
 * @param extraId whether a payment also needs a memo or tag, since payers share an address
 * @param firstAddress fixed address of an account's first payment; null when it is derived
 */
record Currency(
        String ticker,
        String name,
        String network,
        int precision,
        BigDecimal minimum,
        BigDecimal rate,
        AddressFormat format,
        boolean extraId,
        @Nullable String firstAddress) {

    private static final int SHOWN_DECIMALS = 8;

    /** At least nine digits; the upper limit is the 32 bits of XRP's destination tag. */
    private static final long LEAST_EXTRA_ID = 100_000_000L;

    private static final long EXTRA_IDS = (1L << 32) - LEAST_EXTRA_ID;

    Currency {
        Assert.hasText(ticker, "it has no ticker");
        Assert.isTrue(
                ticker.equals(ticker.toLowerCase(Locale.ROOT)), "its ticker is not in lower case");
        Assert.hasText(name, "it has no name");
        Assert.hasText(network, "it has no network");
        Assert.isTrue(precision >= 1 && precision <= 24, "its precision is not between 1 and 24");
        Assert.isTrue(minimum != null && minimum.signum() > 0, "it has no minimum above zero");
        Assert.isTrue(rate != null && rate.signum() > 0, "it has no rate above zero");
        Assert.notNull(format, "it has no format");
        minimum = CoinAmounts.plain(minimum);
        rate = CoinAmounts.plain(rate);
    }

    /** Converts US dollars to coins. */
    BigDecimal quote(BigDecimal usd) {
        return CoinAmounts.plain(usd.divide(rate, decimals(), RoundingMode.HALF_UP));
    }

    /** Returns the largest number of decimals of an amount of coins. */
    int decimals() {
        return Math.min(SHOWN_DECIMALS, precision);
    }

    /** Returns the payment's own address, which is identical on every run. */
    String address(long paymentNumber, boolean first) {
        if (first && firstAddress != null) {
            return firstAddress;
        }
        return format.address(seed(format.name(), paymentNumber));
    }

    /**
     * Returns the payment's memo or tag of 9 or 10 digits, which is identical on every run; null
     * when the coin needs none.
     */
    @Nullable String extraId(long paymentNumber) {
        if (!extraId) {
            return null;
        }
        long random = ByteBuffer.wrap(seed(ticker + ":extra-id", paymentNumber)).getLong();
        return Long.toString(LEAST_EXTRA_ID + Math.floorMod(random, EXTRA_IDS));
    }

    private static byte[] seed(String purpose, long paymentNumber) {
        String text = "paystub:" + purpose + ":" + paymentNumber;
        return Digests.sha256(text.getBytes(StandardCharsets.US_ASCII));
    }
}
