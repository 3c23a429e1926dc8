package dev.paystub.clock;

import dev.paystub.account.Accounts;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Tenant;
import dev.paystub.engine.AccountTransactions;
import dev.paystub.engine.EventLog;
import dev.paystub.engine.EventsProperties;
import dev.paystub.engine.InFlightRequests;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Keeps the events of all accounts together within {@code PAYSTUB_EVENTS_MAX_TOTAL}. The oldest
 * events of the accounts with the most events are deleted, so that no account loses events while it
 * has no more than its share. The latest event of an account is always kept.
 */
@Component
class EventBound {

    private static final Logger LOG = LoggerFactory.getLogger(EventBound.class);

    /**
     * The bound is checked once a twentieth of it has been added, since counting all events is
     * slow.
     */
    private static final int PARTS = 20;

    private final JdbcClient jdbc;
    private final Accounts accounts;
    private final AccountTransactions accountTransactions;
    private final EventLog log;
    private final InFlightRequests inFlightRequests;
    private final EventsProperties properties;
    private long seen;

    EventBound(
            JdbcClient jdbc,
            Accounts accounts,
            AccountTransactions accountTransactions,
            EventLog log,
            InFlightRequests inFlightRequests,
            EventsProperties properties) {
        this.inFlightRequests = inFlightRequests;
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.accountTransactions = accountTransactions;
        this.log = log;
        this.properties = properties;
    }

    private record Count(long account, long events) {}

    @Scheduled(fixedDelayString = "${paystub.clock.tick}")
    void look() {
        var written = log.written();
        if (written - seen < Math.max(1, properties.maxTotal() / PARTS)) {
            return;
        }
        try {
            if (trim()) {
                seen = written;
            }
        } catch (RuntimeException e) {
            LOG.error("The events of all accounts could not be trimmed; it is tried again", e);
        }
    }

    /**
     * Deletes events above the bound. Returns false when some accounts are left for later, since a
     * request in progress may still have to report the events it has caused.
     */
    private boolean trim() {
        var counts =
                jdbc.sql(
                                """
                                select account_id, count(*) from events
                                group by account_id order by count(*)
                                """)
                        .query((row, index) -> new Count(row.getLong(1), row.getLong(2)))
                        .list();
        if (counts.stream().mapToLong(Count::events).sum() <= properties.maxTotal()) {
            return true;
        }
        var share = share(counts, properties.maxTotal() - properties.maxTotal() / PARTS);
        var tooMany = counts.stream().filter(count -> count.events() > share).toList();
        var idle =
                tooMany.stream()
                        .filter(count -> !inFlightRequests.isWorkedOn(count.account()))
                        .toList();
        idle.forEach(count ->
                accounts.byId(count.account()).ifPresent(found -> trim(found.tenant(), share)));
        return idle.size() == tooMany.size();
    }

    /**
     * Returns how many events each account may keep, such that accounts with fewer keep all.
     *
     * @param counts in ascending order
     */
    private static long share(List<Count> counts, long total) {
        var left = total;
        for (var i = 0; i < counts.size(); i++) {
            var share = left / (counts.size() - i);
            if (counts.get(i).events() > share) {
                return Math.max(1, share);
            }
            left -= counts.get(i).events();
        }
        return Long.MAX_VALUE;
    }

    private void trim(Tenant tenant, long share) {
        CurrentAccount.bind(tenant)
                .run(() ->
                        accountTransactions.runIfPresent(locked -> {
                            log.keepLatest(share);
                            return true;
                        }));
    }
}
