package dev.paystub.account;

import jakarta.annotation.PreDestroy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts the requests of each account, and notes when the latest came. A request costs no
 * statement: counts are kept in memory and written in one batch each tick, so that another process
 * sees them a tick later. They are no state of the account: resets, snapshots and forks leave them.
 */
@Component
public class RequestCounts {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final RealTime time;
    private final Map<Long, Use> unwritten = new ConcurrentHashMap<>();

    RequestCounts(JdbcTemplate jdbc, PlatformTransactionManager transactions, RealTime time) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.time = time;
    }

    /** The requests of an account that are not written yet. */
    private record Use(long account, int requests, long latestMillis) {

        Use and(Use other) {
            return new Use(
                    account, requests + other.requests, Math.max(latestMillis, other.latestMillis));
        }
    }

    /** Counts a request of an account. */
    public void count(long account) {
        keep(new Use(account, 1, time.millis()));
    }

    private void keep(Use use) {
        unwritten.merge(use.account(), use, Use::and);
    }

    /**
     * Writes what has been counted since the last call, all or nothing: what could not be written
     * is written by the next call.
     */
    @Scheduled(fixedDelayString = "${paystub.clock.tick}")
    @PreDestroy
    public void write() {
        // in the order of ids: batches of two processes then never wait for each other in a circle
        List<Use> uses =
                unwritten.keySet().stream()
                        .map(unwritten::remove)
                        .filter(use -> use != null)
                        .sorted(Comparator.comparingLong(Use::account))
                        .toList();
        if (uses.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> write(uses));
        } catch (RuntimeException e) {
            uses.forEach(this::keep);
            throw e;
        }
    }

    private void write(List<Use> uses) {
        jdbc.batchUpdate(
                """
                update account_uses set requests = requests + ?,
                    requested_millis = greatest(coalesce(requested_millis, 0), ?)
                where owner_id = ?
                """,
                uses,
                uses.size(),
                (row, use) -> {
                    row.setInt(1, use.requests());
                    row.setLong(2, use.latestMillis());
                    row.setLong(3, use.account());
                });
    }
}
