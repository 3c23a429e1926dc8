package dev.paystub.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount of US dollars with two decimals. Fractions of a cent cannot be represented. */
public record Money(BigDecimal amount) implements Comparable<Money> {

    public static final Money ZERO = new Money(BigDecimal.ZERO);

    /**
     * Sets the scale to two decimals.
     *
     * @throws ArithmeticException when the amount has more than two significant decimals
     */
    public Money {
        amount = amount.setScale(2, RoundingMode.UNNECESSARY);
    }

    /** Returns the amount rounded half up to the cent. */
    public static Money rounded(BigDecimal amount) {
        return new Money(amount.setScale(2, RoundingMode.HALF_UP));
    }

    public static Money of(String amount) {
        return new Money(new BigDecimal(amount));
    }

    public Money plus(Money other) {
        return new Money(amount.add(other.amount));
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(other.amount));
    }

    public Money negated() {
        return new Money(amount.negate());
    }

    public Money min(Money other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    public boolean covers(Money other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(Money other) {
        return amount.compareTo(other.amount);
    }

    /** Returns two decimals with a dot and no thousands separator: {@code 10.00}. */
    @Override
    public String toString() {
        return amount.toPlainString();
    }
}
