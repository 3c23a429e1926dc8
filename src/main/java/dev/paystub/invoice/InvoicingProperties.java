package dev.paystub.invoice;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code paystub.invoices}.
 *
 * @param daysUntilDue days from an invoice's date to its due date, and from a renewal's invoice to
 *     the due date of the service
 * @param minimumFunds the least that can be added at once, in US dollars
 * @param maximumFunds the most that can be added at once, in US dollars
 */
@ConfigurationProperties("paystub.invoices")
record InvoicingProperties(
        @DefaultValue("14") int daysUntilDue,
        @DefaultValue("1.00") BigDecimal minimumFunds,
        @DefaultValue("100000.00") BigDecimal maximumFunds) {

    private static final int MOST_DAYS = 365;
    private static final BigDecimal MOST_FUNDS = new BigDecimal("1000000.00");

    InvoicingProperties {
        if (daysUntilDue < 0 || daysUntilDue > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "PAYSTUB_INVOICES_DAYSUNTILDUE is %d, but must be from 0 to %d"
                            .formatted(daysUntilDue, MOST_DAYS));
        }
        requireAmount("PAYSTUB_INVOICES_MINIMUMFUNDS", minimumFunds);
        requireAmount("PAYSTUB_INVOICES_MAXIMUMFUNDS", maximumFunds);
        if (minimumFunds.compareTo(maximumFunds) > 0) {
            throw new IllegalArgumentException(
                    "PAYSTUB_INVOICES_MINIMUMFUNDS is %s, but must not be more than PAYSTUB_INVOICES_MAXIMUMFUNDS, which is %s"
                            .formatted(minimumFunds.toPlainString(), maximumFunds.toPlainString()));
        }
    }

    private static void requireAmount(String name, BigDecimal amount) {
        if (amount.signum() <= 0
                || amount.stripTrailingZeros().scale() > 2
                || amount.compareTo(MOST_FUNDS) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s, but must be an amount in dollars and cents, more than 0 and at most %s"
                            .formatted(name, amount.toPlainString(), MOST_FUNDS));
        }
    }
}
