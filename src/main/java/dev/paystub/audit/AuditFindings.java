package dev.paystub.audit;

import dev.paystub.engine.VirtualClock;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code audit_findings}: the broken accounts, shared by all replicas. */
@Component
class AuditFindings {

    private static final int LONGEST = 2000;

    private final JdbcClient jdbc;
    private final VirtualClock clock;

    AuditFindings(JdbcClient jdbc, VirtualClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void clear(long account) {
        jdbc.sql("delete from audit_findings where account_id = :account")
                .param("account", account)
                .update();
    }

    void keep(long account, List<String> rules) {
        var text = String.join(" ", rules);
        var cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        if (update(account, cut) == 0) {
            try {
                insert(account, cut);
            } catch (DataIntegrityViolationException e) {
                // a concurrent audit has inserted the row, or the account was deleted: an update
                // suffices
                update(account, cut);
            }
        }
    }

    private int update(long account, String rules) {
        return jdbc.sql(
                        "update audit_findings set found_millis = :now, rules = :rules where"
                                + " account_id = :account")
                .param("now", clock.systemMillis())
                .param("rules", rules)
                .param("account", account)
                .update();
    }

    private void insert(long account, String rules) {
        jdbc.sql(
                        """
                        insert into audit_findings (account_id, found_millis, rules)
                        values (:account, :now, :rules)
                        """)
                .param("account", account)
                .param("now", clock.systemMillis())
                .param("rules", rules)
                .update();
    }

    /** Returns the keys of the broken accounts, without hidden accounts such as snapshots. */
    List<String> keys() {
        return jdbc.sql(
                        """
                        select a.api_key from audit_findings f join accounts a on a.id = f.account_id
                        where a.api_key not like '~%' order by a.api_key
                        """)
                .query(String.class)
                .list();
    }

    /** Returns the ids of the broken accounts, without hidden accounts. */
    List<Long> accounts() {
        return jdbc.sql(
                        """
                        select a.id from audit_findings f join accounts a on a.id = f.account_id
                        where a.api_key not like '~%'
                        """)
                .query(Long.class)
                .list();
    }
}
