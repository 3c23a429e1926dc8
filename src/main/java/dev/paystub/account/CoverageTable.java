package dev.paystub.account;

import java.util.Collection;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of what has been exercised. */
@Component
class CoverageTable implements AccountListener {

    private final JdbcClient jdbc;

    CoverageTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds the items that are missing, whichever process adds them at the same moment. */
    void note(long account, Collection<String> items) {
        for (var item : items) {
            try {
                insertIfMissing(account, item);
            } catch (DuplicateKeyException notedMeanwhile) {
                // as good
            }
        }
    }

    private void insertIfMissing(long account, String item) {
        jdbc.sql(
                        """
                        insert into coverage (owner_id, item)
                        select cast(:account as bigint), cast(:item as varchar(200))
                        where not exists (
                            select 1 from coverage where owner_id = :account and item = :item)
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
    }
}
