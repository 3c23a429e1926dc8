package dev.paystub.account;

import java.util.Collection;
import java.util.List;
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

    /** Notes what is not noted yet; to be called by one at a time for each kind of item. */
    void note(long account, Collection<String> items) {
        for (var item : items) {
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
    }

    /** The same where another process may note it at the same moment. */
    void noteBesideOthers(long account, Collection<String> items) {
        for (var item : items) {
            try {
                note(account, List.of(item));
            } catch (DuplicateKeyException notedMeanwhile) {
                // as good
            }
        }
    }

    @Override
    public void removed(long account) {
        jdbc.sql("delete from coverage where owner_id = :account")
                .param("account", account)
                .update();
    }
}
