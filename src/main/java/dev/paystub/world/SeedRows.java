package dev.paystub.world;

import dev.paystub.account.AccountScoped;
import dev.paystub.account.CurrentAccount;
import dev.paystub.kernel.Money;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes the current account's seeded rows by plain SQL: a new account must not wait for Hibernate,
 * which is still starting when the first request comes.
 */
@Component
public class SeedRows {

    private final JdbcTemplate jdbc;

    SeedRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One row of a table whose rows belong to an account and have a number there. */
    public static final class Row {

        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        public Row(long number) {
            set("id", AccountScoped.rowIdOf(number));
            set("account_id", CurrentAccount.tenant().id());
            set("number", number);
            set("version", 0);
        }

        /** Sets a column to a value, which may be {@link Money}, an instant or a constant. */
        public Row set(String column, @Nullable Object value) {
            values.put(column, stored(value));
            return this;
        }
    }

    private static @Nullable Object stored(@Nullable Object value) {
        return switch (value) {
            case Money money -> money.amount();
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Enum<?> constant -> constant.name();
            case null, default -> value;
        };
    }

    /** Inserts rows, all with the same columns. */
    public void insert(String table, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var columns = rows.getFirst().values.keySet();
        jdbc.batchUpdate(
                "insert into %s (%s) values (%s)"
                        .formatted(
                                table,
                                String.join(", ", columns),
                                columns.stream()
                                        .map(column -> "?")
                                        .collect(Collectors.joining(", "))),
                rows.stream().map(row -> row.values.values().toArray()).toList());
    }

    /**
     * Sets columns in those of the current account's rows that have the given values. Returns a
     * column of these rows, in order. The caller must hold the account's lock.
     */
    public List<Long> update(
            String table, String returned, Map<String, ?> matching, Map<String, ?> values) {
        var account = CurrentAccount.tenant().id();
        var condition =
                " where account_id = ?"
                        + matching.keySet().stream()
                                .map(column -> " and " + column + " = ?")
                                .collect(Collectors.joining());
        var found = new ArrayList<@Nullable Object>(List.of(account));
        matching.values().forEach(value -> found.add(stored(value)));
        var changed = new ArrayList<@Nullable Object>();
        values.values().forEach(value -> changed.add(stored(value)));
        changed.addAll(found);
        var numbers =
                jdbc.queryForList(
                        "select %1$s from %2$s%3$s order by %1$s"
                                .formatted(returned, table, condition),
                        Long.class,
                        found.toArray());
        jdbc.update(
                "update %s set version = version + 1%s%s"
                        .formatted(
                                table,
                                values.keySet().stream()
                                        .map(column -> ", " + column + " = ?")
                                        .collect(Collectors.joining()),
                                condition),
                changed.toArray());
        return numbers;
    }
}
