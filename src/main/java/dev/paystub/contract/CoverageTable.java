package dev.paystub.contract;

import dev.paystub.account.AccountListener;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/** The database table of exercised items. */
@Component
public class CoverageTable implements AccountListener {

    private static final int REMEMBERED_ACCOUNTS = 1000;

    private final JdbcClient jdbc;
    private final boolean shared;

    /**
     * Items that are known to be stored, by account. Not used if another process can delete them.
     */
    private final ConcurrentLruCache<Long, Set<String>> known =
            new ConcurrentLruCache<>(REMEMBERED_ACCOUNTS, account -> ConcurrentHashMap.newKeySet());

    @Autowired
    CoverageTable(JdbcClient jdbc, JdbcConnectionDetails database) {
        this(jdbc, !database.getJdbcUrl().startsWith("jdbc:h2:"));
    }

    CoverageTable(JdbcClient jdbc, boolean shared) {
        this.jdbc = jdbc;
        this.shared = shared;
    }

    /**
     * Adds the items that are missing, even if another process adds them at the same moment. If no
     * other process shares the database, each item of an account takes one statement only once.
     */
    public void note(long account, Collection<String> items) {
        var has = known.get(account);
        for (var item : items) {
            if (shared || !has.contains(item)) {
                try {
                    insertIfMissing(account, item);
                } catch (DuplicateKeyException notedMeanwhile) {
                    // another process has just inserted this row
                }
                has.add(item);
            }
        }
    }

    /** Inserts nothing for an account that has been removed, since nothing would delete the row. */
    private void insertIfMissing(long account, String item) {
        jdbc.sql(
                        """
                        insert into coverage (owner_id, item)
                        select cast(:account as bigint), cast(:item as varchar(200))
                        where not exists (
                            select 1 from coverage where owner_id = :account and item = :item)
                        and exists (select 1 from accounts where id = :account)
                        """)
                .param("account", account)
                .param("item", item)
                .update();
    }

    @Override
    public void removed(long account) {
        jdbc.sql("delete from coverage where owner_id = :account")
                .param("account", account)
                .update();
        known.remove(account); // last, so that an item added meanwhile is not kept here
    }
}
