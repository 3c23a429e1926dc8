package dev.paystub.engine;

import dev.paystub.account.AccountScoped;
import dev.paystub.account.CurrentAccount;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Inserts rows of the current account for a change, without Hibernate. */
@Component
public class AccountWriter {

    private static final int FIRST_VERSION = 0;
    private static final int ROWS_AT_ONCE = 500;

    private final JdbcTemplate jdbc;

    AccountWriter(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The values of a row's own columns; an instant is stored in UTC. */
    record Row(long number, List<@Nullable Object> values) {

        void set(PreparedStatement row, long account) throws SQLException {
            row.setLong(1, AccountScoped.rowIdOf(number));
            row.setLong(2, account);
            row.setLong(3, number);
            row.setInt(4, FIRST_VERSION);
            for (var i = 0; i < values.size(); i++) {
                var value = values.get(i);
                row.setObject(
                        i + 5, value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value);
            }
        }
    }

    /**
     * Inserts a row.
     *
     * @param values those of the statement's columns
     * @throws IllegalStateException outside of a change
     */
    public void insert(AccountInsert into, long number, @Nullable Object... values) {
        UnitOfWork.requireCurrent();
        var account = CurrentAccount.tenant().id();
        var row = new Row(number, Arrays.asList(values));
        jdbc.update(into.sql(), statement -> row.set(statement, account));
    }

    /**
     * Inserts a row together with others at the end of the unit of work, which must not read it.
     *
     * @param values those of the statement's columns
     * @throws IllegalStateException outside of a change
     */
    public void insertAtEnd(AccountInsert into, long number, @Nullable Object... values) {
        UnitOfWork.current().insertAtEnd(into, new Row(number, Arrays.asList(values)));
    }

    /** Inserts the rows that a unit of work has kept until its end. */
    void write(UnitOfWork unit) {
        unit.rowsAtEnd().forEach(this::insert);
    }

    private void insert(AccountInsert into, List<Row> rows) {
        var account = CurrentAccount.tenant().id();
        jdbc.batchUpdate(
                into.sql(), rows, ROWS_AT_ONCE, (statement, row) -> row.set(statement, account));
    }
}
