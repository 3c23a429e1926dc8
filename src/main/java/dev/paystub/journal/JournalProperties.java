package dev.paystub.journal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the journal; beyond a limit, the oldest entries are dropped.
 *
 * @param maxEntries number of entries of one account
 * @param maxSize size of one account's entries
 * @param maxTotal size of all accounts' entries together
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
