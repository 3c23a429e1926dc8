package dev.paystub.invoice;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The installation's invoice settings.
 *
 * @param daysUntilDue how many days after its date an invoice is due, and before the due date of a
 *     service its renewal is invoiced
 * @param minimumFunds the least that can be added at once, in US dollars
 * @param maximumFunds the most that can be added at once, in US dollars
 */
@ConfigurationProperties("paystub.invoices")
record InvoicingProperties(
        @DefaultValue("14") int daysUntilDue,
        @DefaultValue("1.00") BigDecimal minimumFunds,
        @DefaultValue("100000.00") BigDecimal maximumFunds) {}
