package dev.paystub.engine;

import dev.paystub.account.CurrentAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Consecutive numbers per account and name. They are taken in an account's transaction, so that
 * they have no gaps and no duplicates: a change that is rolled back gives its numbers back.
 */
@Component
public class Numbering {

    private static final int ROWS_AT_ONCE = 100;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    Numbering(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /** Takes the next number; the first is 1. */
    public long next(String name) {
        return UnitOfWork.current().next(name, 1);
    }

    /**
     * Returns the number taken last, or 0. It identifies the newest row without a query for the
     * others.
     */
    public long last(String name) {
        var unit = UnitOfWork.currentOrNull();
        return unit == null ? stored(name) : unit.last(name);
    }

    private long stored(String name) {
        return jdbc.sql(
                        """
                        select last_number from numberings
                        where account_id = :account and name = :name
                        """)
                .param("account", CurrentAccount.tenant().id())
                .param("name", name)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Continues the numbers after {@code last}, whether or not any change has taken it. */
    public void startAfter(String name, long last) {
        UnitOfWork.current().startAfter(name, last);
    }

    /** Stores the numbers that a unit of work has taken. */
    void write(UnitOfWork unit) {
        var known = new ArrayList<Map.Entry<String, Long>>();
        var begun = new ArrayList<Map.Entry<String, Long>>();
        for (var taken : unit.takenNumbers().entrySet()) {
            (unit.isStored(taken.getKey()) ? known : begun).add(taken);
        }
        store("update numberings set last_number = ? where account_id = ? and name = ?", known);
        store("insert into numberings (last_number, account_id, name) values (?, ?, ?)", begun);
    }

    private void store(String statement, List<Map.Entry<String, Long>> numbers) {
        var account = CurrentAccount.tenant().id();
        if (!numbers.isEmpty()) {
            template.batchUpdate(
                    statement,
                    numbers,
                    ROWS_AT_ONCE,
                    (row, taken) -> {
                        row.setLong(1, taken.getValue());
                        row.setLong(2, account);
                        row.setString(3, taken.getKey());
                    });
        }
    }
}
