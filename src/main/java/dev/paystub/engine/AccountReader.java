package dev.paystub.engine;

import dev.paystub.account.CurrentAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.stereotype.Component;

/**
 * Reads rows of the current account for display, each time by one statement and without Hibernate.
 * A statement needs no transaction to see one state of the database. Entities are for changes.
 *
 * <p>The parameters of a call are those after the account's id.
 */
@Component
public class AccountReader {

    /** The most rows that the thread of a request reads itself. */
    static final int SHORT = 1000;

    private final JdbcTemplate jdbc;
    private final Workers workers;

    AccountReader(JdbcTemplate jdbc, Workers workers) {
        this.jdbc = jdbc;
        this.workers = workers;
    }

    /**
     * Returns all rows. A worker reads them when they are many, so that they delay no other
     * request.
     *
     * @throws IllegalStateException within a change, of which the rows may not show everything yet
     */
    public <T> List<T> list(AccountQuery<T> query, Object... parameters) {
        requireNoChange();
        var some = query(query.sql(SHORT + 1), query, parameters);
        return some.size() <= SHORT
                ? some
                : workers.report(() -> query(query.sql(), query, parameters));
    }

    /**
     * Returns the rows of a statement that has few of them.
     *
     * @throws IllegalStateException as {@link #list} does
     */
    public <T> List<T> few(AccountQuery<T> query, Object... parameters) {
        requireNoChange();
        return query(query.sql(), query, parameters);
    }

    /**
     * Returns the first row, if there is one.
     *
     * @throws IllegalStateException as {@link #list} does
     */
    public <T> Optional<T> first(AccountQuery<T> query, Object... parameters) {
        return few(query, parameters).stream().findFirst();
    }

    /**
     * Returns the first row, in a change as well. For what the change has not written before, such
     * as the first value of a {@link Remembered}.
     */
    public <T> Optional<T> stored(AccountQuery<T> query, Object... parameters) {
        return query(query.sql(), query, parameters).stream().findFirst();
    }

    private static void requireNoChange() {
        if (Change.isUnderway()) {
            throw new IllegalStateException("A change reads entities: rows may lag behind them");
        }
    }

    private <T> List<T> query(String sql, AccountQuery<T> query, Object... parameters) {
        return jdbc.query(sql, ofAccount(parameters), query.mapper());
    }

    private static PreparedStatementSetter ofAccount(Object... parameters) {
        var account = CurrentAccount.tenant().id();
        return statement -> {
            statement.setLong(1, account);
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 2, parameters[i]);
            }
        };
    }

    /** Returns the instant in a column that holds one. */
    public static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Returns the instant in a column; null when it holds none. */
    public static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
