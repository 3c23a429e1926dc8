package dev.paystub.contract;

import dev.paystub.account.AccountListener;
import dev.paystub.account.DatabaseKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/**
 * The database table of exercised items. If no other process shares the database, the items of an
 * account are also in memory, so that what is stored takes no statement again; if others share it,
 * they may delete items, and each batch asks for all of its items in one statement.
 */
@Component
public class CoverageTable implements AccountListener {

    private static final int REMEMBERED_ACCOUNTS = 1000;

    private static final String INSERT =
            """
            insert into coverage (owner_id, item)
            select cast(? as bigint), cast(? as varchar(200))
            where not exists (select 1 from coverage where owner_id = ? and item = ?)
            and exists (select 1 from accounts where id = ?)
            """;

    private static final String INSERT_ALL =
            """
            insert into coverage (owner_id, item)
            select sent.owner_id, sent.item from unnest(?, ?) sent (owner_id, item)
            where not exists (
                select 1 from coverage known
                where known.owner_id = sent.owner_id and known.item = sent.item)
            and exists (select 1 from accounts where id = sent.owner_id)
            on conflict do nothing
            """;

    private final JdbcTemplate jdbc;
    private final DatabaseKind database;

    /**
     * Items that are stored or about to be, by account. Not used if another process can delete
     * them.
     */
    private final ConcurrentLruCache<Long, Set<Object>> known =
            new ConcurrentLruCache<>(REMEMBERED_ACCOUNTS, account -> ConcurrentHashMap.newKeySet());

    CoverageTable(JdbcTemplate jdbc, DatabaseKind database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** An item that an account has exercised. */
    public record Exercised(long account, String item) {}

    /**
     * Returns whether something is seen of an account for the first time, as far as this process
     * can know. Each caller that gets true has to store it.
     *
     * @param what whatever stands for one or more items, equal if these are
     */
    public boolean isNew(long account, Object what) {
        return database.isShared() || known.get(account).add(what);
    }

    /** Forgets that something was seen, because it could not be stored. */
    void forget(long account, Object what) {
        known.get(account).remove(what);
    }

    /**
     * Adds the items that are missing, even if another process adds them at the same moment.
     * Nothing is added to an account that has been removed, since nothing would delete it.
     */
    public void note(Collection<Exercised> items) {
        if (database.isPostgres()) {
            noteAll(List.copyOf(items));
        } else {
            jdbc.batchUpdate(
                    INSERT,
                    items,
                    items.size(),
                    (row, exercised) -> {
                        row.setLong(1, exercised.account());
                        row.setString(2, exercised.item());
                        row.setLong(3, exercised.account());
                        row.setString(4, exercised.item());
                        row.setLong(5, exercised.account());
                    });
        }
    }

    private void noteAll(List<Exercised> items) {
        var accounts = new ArrayList<Long>(items.size());
        var names = new ArrayList<String>(items.size());
        for (var exercised : items) {
            accounts.add(exercised.account());
            names.add(exercised.item());
        }
        jdbc.update(
                INSERT_ALL,
                statement -> {
                    var connection = statement.getConnection();
                    statement.setArray(1, connection.createArrayOf("int8", accounts.toArray()));
                    statement.setArray(2, connection.createArrayOf("varchar", names.toArray()));
                });
    }

    /** Returns the stored items of an account. */
    List<String> of(long account) {
        return jdbc.queryForList(
                "select item from coverage where owner_id = ?", String.class, account);
    }

    @Override
    public void removed(long account) {
        jdbc.update("delete from coverage where owner_id = ?", account);
        known.remove(account); // last, so that an item added meanwhile is not kept here
    }
}
