package dev.paystub.nowpayments;

import dev.paystub.kernel.DomainException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A preset amount that the payer sends, relative to the requested amount and to the coins that have
 * arrived.
 */
enum DepositPreset {
    EXACTLY,
    PART,
    REST,
    OVER;

    private static final BigDecimal SIXTY_PERCENT = new BigDecimal("0.60");
    private static final BigDecimal A_QUARTER_MORE = new BigDecimal("1.25");

    /**
     * Returns the coins to send, rounded half up to {@code decimals}.
     *
     * @throws DomainException.Conflict when nothing is left to send
     */
    BigDecimal of(BigDecimal asked, BigDecimal arrived, int decimals) {
        var coins =
                switch (this) {
                    case EXACTLY -> asked;
                    case PART -> asked.multiply(SIXTY_PERCENT);
                    case REST -> asked.subtract(arrived);
                    case OVER -> asked.multiply(A_QUARTER_MORE);
                };
        if (coins.signum() <= 0) {
            throw new DomainException.Conflict("Nothing is left to pay: all of it has arrived");
        }
        return CoinAmounts.plain(coins.setScale(decimals, RoundingMode.HALF_UP));
    }
}
