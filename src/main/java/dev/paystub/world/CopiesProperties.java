package dev.paystub.world;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may be kept of copies, in all accounts together.
 *
 * @param maxSnapshots how many snapshots there may be
 * @param maxRows how many rows snapshots and forks may have begun with
 */
@ConfigurationProperties("paystub.copies")
record CopiesProperties(
        @DefaultValue("1000") int maxSnapshots, @DefaultValue("100000") long maxRows) {

    CopiesProperties {
        if (maxSnapshots < 0 || maxRows < 0) {
            throw new IllegalArgumentException(
                    "PAYSTUB_COPIES_MAX_SNAPSHOTS and PAYSTUB_COPIES_MAX_ROWS must be at least 0");
        }
    }
}
