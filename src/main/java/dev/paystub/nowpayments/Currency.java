package dev.paystub.nowpayments;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A coin one can pay with, under a fixed rate. Amounts carry no trailing zeros and at most 8
 * decimals; small ones must be written with {@link BigDecimal#toPlainString}.
 *
 * @param precision decimals of the coin on its network, of which amounts show at most 8
 * @param minimum least amount a payment may have, in coins
 * @param rate US dollars a coin
 * @param extraId whether a payment also needs a memo or tag, since payers share an address
 * @param firstAddress what an account's first payment is asked to pay to, if that is fixed
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

    /** Nine digits at least, and at most what XRP's 32 bits of destination tag hold. */
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

    /** What these dollars cost in coins. */
    BigDecimal quote(BigDecimal usd) {
        return CoinAmounts.plain(usd.divide(rate, decimals(), RoundingMode.HALF_UP));
    }

    /** How many decimals an amount of coins may have. */
    int decimals() {
        return Math.min(SHOWN_DECIMALS, precision);
    }

    /** What these coins are worth in dollars, to the cent. */
    BigDecimal worth(BigDecimal coins) {
        return coins.multiply(rate).setScale(2, RoundingMode.HALF_UP);
    }

    /** Where that payment is to go: its own address, the same on every run. */
    String address(long paymentNumber, boolean first) {
        if (first && firstAddress != null) {
            return firstAddress;
        }
        return format.address(seed(format.name(), paymentNumber));
    }

    /** The memo or tag of that payment, 9 or 10 digits and the same on every run. */
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
