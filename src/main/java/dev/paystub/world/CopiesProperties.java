package dev.paystub.world;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits on the copies that all accounts together may keep.
 *
 * @param maxSnapshots largest number of snapshots
 * @param maxRows largest number of rows with which all snapshots and forks together may begin
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
