package dev.paystub.journal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much is kept of the traffic; the oldest goes first.
 *
 * @param maxEntries of one account
 * @param maxSize of one account
 * @param maxTotal of all accounts together
 */
@ConfigurationProperties("paystub.journal")
record JournalProperties(
        @DefaultValue("1000") int maxEntries,
        @DefaultValue("4MB") DataSize maxSize,
        @DefaultValue("64MB") DataSize maxTotal) {

    JournalProperties {
        if (maxEntries < 1 || maxSize.toBytes() < 1 || maxTotal.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "PAYSTUB_JOURNAL_MAX_ENTRIES, _MAX_SIZE and _MAX_TOTAL must be more than 0: a"
                            + " journal holds something");
        }
    }
}
