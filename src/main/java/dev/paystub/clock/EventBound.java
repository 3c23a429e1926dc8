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
 * Keeps the events of all accounts together within {@code PAYSTUB_EVENTS_MAX_TOTAL}: the oldest of
 * those accounts go that have the most, so that none loses what is less than its share. The latest
 * event of an account always stays.
 */
@Component
class EventBound {

    private static final Logger LOG = LoggerFactory.getLogger(EventBound.class);

    /** Counting all takes a while, so it waits until a part of the bound has been added. */
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
     * Answers false when some are left for later: a request that is worked on may still have to
     * tell the events it has brought about.
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

    /** How many each may keep, so that those who have less keep all; the counts are ascending. */
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
                        accountTransactions.takeIfThere(locked -> {
                            log.keepLatest(share);
                            return true;
                        }));
    }
}
