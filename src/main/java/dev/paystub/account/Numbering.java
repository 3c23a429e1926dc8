package dev.paystub.account;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Consecutive numbers per account and name. They are taken in the caller's {@link
 * AccountTransactions turn}, so they have no gaps and no duplicates: a change that is rolled back
 * gives its numbers back.
 */
@Component
public class Numbering {

    private final JdbcClient jdbc;

    Numbering(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public long next(String name) {
        return next(name, 1);
    }

    /** Takes {@code count} consecutive numbers and answers the first. */
    long next(String name, int count) {
        var batch = DueBatch.current();
        if (batch != null) {
            return batch.lastNumbers().merge(name, last(name) + count, (old, sum) -> sum)
                    - count
                    + 1;
        }
        var account = CurrentAccount.tenant().id();
        var updated =
                jdbc.sql(
                                """
                                update numberings set last_number = last_number + :count
                                where account_id = :account and name = :name
                                """)
                        .param("count", count)
                        .param("account", account)
                        .param("name", name)
                        .update();
        if (updated == 0) {
            startAfter(name, count);
            return 1;
        }
        return last(name) - count + 1;
    }

    /** The number taken last, or 0: how the newest row is found without looking at the others. */
    public long last(String name) {
        var batch = DueBatch.current();
        return batch == null
                ? stored(name)
                : batch.lastNumbers().computeIfAbsent(name, this::stored);
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

    /** Remembers the numbers that were taken in a batch. */
    void write(DueBatch batch) {
        batch.lastNumbers()
                .forEach((name, last) -> {
                    var updated =
                            jdbc.sql(
                                            """
                                            update numberings set last_number = :last
                                            where account_id = :account and name = :name
                                            """)
                                    .param("last", last)
                                    .param("account", CurrentAccount.tenant().id())
                                    .param("name", name)
                                    .update();
                    if (updated == 0 && last > 0) {
                        startAfter(name, last);
                    }
                });
    }

    void startAfter(String name, long last) {
        jdbc.sql(
                        """
                        insert into numberings (account_id, name, last_number)
                        values (:account, :name, :last)
                        """)
                .param("account", CurrentAccount.tenant().id())
                .param("name", name)
                .param("last", last)
                .update();
    }
}
