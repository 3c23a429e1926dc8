package dev.paystub.journal;

import dev.paystub.journal.Journal.Body;
import dev.paystub.journal.Journal.Effect;
import dev.paystub.journal.Journal.Entry;
import dev.paystub.journal.Journal.LoggedExchange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The database table of the journal. */
@Component
@EnableConfigurationProperties(JournalProperties.class)
class JournalTable {

    /** Approximate size of a row without its texts, in bytes. */
    private static final int OVERHEAD = 300;

    private static final int LONGEST_VIOLATIONS = 4000;

    private static final String FIELD = "\t";
    private static final String LINE = "\n";

    private static final RowMapper<Entry> ENTRY =
            (row, index) ->
                    new Entry(
                            row.getLong("number"),
                            exchange(row),
                            Instant.ofEpochMilli(row.getLong("at_millis")),
                            wall(row),
                            Duration.ofNanos(row.getLong("duration_micros") * 1000),
                            row.getBoolean("changed"),
                            effects(row.getString("effects")),
                            row.getInt("effect_count"));

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final JournalProperties properties;

    JournalTable(JdbcTemplate jdbc, JdbcClient client, JournalProperties properties) {
        this.jdbc = jdbc;
        this.client = client;
        this.properties = properties;
    }

    private static @Nullable Instant wall(ResultSet row) throws SQLException {
        var millis = row.getLong("wall_millis");
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static LoggedExchange exchange(ResultSet row) throws SQLException {
        var status = row.getInt("status");
        var statusOrNull = row.wasNull() ? null : status;
        var violations = row.getString("violations");
        return new LoggedExchange(
                row.getString("request_id"),
                row.getString("method"),
                row.getString("path"),
                row.getString("query"),
                row.getString("operation"),
                row.getString("outcome"),
                statusOrNull,
                new Body(row.getString("request_body"), row.getInt("request_bytes")),
                new Body(row.getString("response_body"), row.getInt("response_bytes")),
                row.getString("content_type"),
                row.getString("fault"),
                row.getString("fault_source"),
                violations == null ? List.of() : violations.lines().toList());
    }

    void insert(List<JournalWriter.Kept> entries) {
        jdbc.batchUpdate(
                """
                insert into journal
                    (owner_id, request_id, at_millis, method, path, query, operation, status,
                     duration_micros, request_body, request_bytes, content_type, response_body,
                     response_bytes, fault, fault_source, changed, violations, effects,
                     effect_count, size, outcome, wall_millis)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                entries,
                entries.size(),
                JournalTable::fill);
    }

    private static void fill(PreparedStatement row, JournalWriter.Kept kept) throws SQLException {
        var entry = kept.entry();
        var exchange = entry.exchange();
        row.setLong(1, kept.account());
        row.setString(2, exchange.requestId());
        row.setLong(3, entry.at().toEpochMilli());
        row.setString(4, exchange.method());
        row.setString(5, exchange.path());
        setText(row, 6, exchange.query());
        setText(row, 7, exchange.operation());
        if (exchange.status() == null) {
            row.setNull(8, Types.INTEGER);
        } else {
            row.setInt(8, exchange.status());
        }
        row.setLong(9, entry.duration().toNanos() / 1000);
        setText(row, 10, exchange.request().text());
        row.setInt(11, exchange.request().bytes());
        setText(row, 12, exchange.contentType());
        setText(row, 13, exchange.response().text());
        row.setInt(14, exchange.response().bytes());
        setText(row, 15, exchange.fault());
        setText(row, 16, exchange.faultSource());
        row.setBoolean(17, entry.changed());
        setText(row, 18, violations(exchange));
        row.setString(19, effects(entry.effects()));
        row.setInt(20, entry.effectCount());
        row.setInt(21, size(entry));
        setText(row, 22, exchange.outcome());
        if (entry.wall() == null) {
            row.setNull(23, Types.BIGINT);
        } else {
            row.setLong(23, entry.wall().toEpochMilli());
        }
    }

    private static void setText(PreparedStatement row, int index, @Nullable String text)
            throws SQLException {
        if (text == null) {
            row.setNull(index, Types.VARCHAR);
        } else {
            row.setString(index, text);
        }
    }

    private static @Nullable String violations(LoggedExchange exchange) {
        var lines = String.join(LINE, exchange.violations());
        return lines.isEmpty() ? null : Journal.cut(lines, LONGEST_VIOLATIONS);
    }

    private static String effects(List<Effect> effects) {
        return effects.stream()
                .map(effect ->
                        String.join(
                                FIELD,
                                effect.type(),
                                effect.subject(),
                                effect.from() == null ? "" : effect.from(),
                                effect.to() == null ? "" : effect.to()))
                .collect(Collectors.joining(LINE));
    }

    private static List<Effect> effects(String lines) {
        return lines.lines()
                .map(line -> line.split(FIELD, -1))
                .map(fields ->
                        new Effect(
                                fields[0],
                                fields[1],
                                emptyAsNull(fields[2]),
                                emptyAsNull(fields[3])))
                .toList();
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static int size(Entry entry) {
        var exchange = entry.exchange();
        return OVERHEAD
                + length(exchange.request().text())
                + length(exchange.response().text())
                + exchange.path().length()
                + length(exchange.query())
                + 60 * entry.effects().size();
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    List<Entry> read(long account) {
        return client.sql("select * from journal where owner_id = :account order by number")
                .param("account", account)
                .query(ENTRY)
                .list();
    }

    long dropped(long account) {
        return client.sql("select dropped from journals where owner_id = :account")
                .param("account", account)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    void clear(long account) {
        client.sql("delete from journal where owner_id = :account")
                .param("account", account)
                .update();
        client.sql("delete from journals where owner_id = :account")
                .param("account", account)
                .update();
    }

    /** Drops the oldest entries of an account beyond its limits. */
    void trim(long account) {
        client.sql(
                        """
                        select max(number) from (
                            select number, row_number() over (order by number desc) place,
                                   sum(size) over (order by number desc) total
                            from journal where owner_id = :account) newest
                        where place > :entries or total > :bytes
                        """)
                .param("account", account)
                .param("entries", properties.maxEntries())
                .param("bytes", properties.maxSize().toBytes())
                .query((row, index) -> row.getLong(1))
                .list()
                .forEach(last -> drop(account, last));
    }

    /** Drops the oldest entries of all accounts beyond the common limit. */
    void trimAll() {
        client.sql(
                        """
                        select owner_id, max(number) from (
                            select owner_id, number, sum(size) over (order by number desc) total
                            from journal) newest
                        where total > :bytes group by owner_id
                        """)
                .param("bytes", properties.maxTotal().toBytes())
                .query((row, index) -> new long[] {row.getLong(1), row.getLong(2)})
                .list()
                .forEach(oldest -> drop(oldest[0], oldest[1]));
    }

    /**
     * Deletes entries and counts exactly the deleted ones, so that two processes never count one
     * twice.
     */
    private void drop(long account, long last) {
        var dropped =
                client.sql("delete from journal where owner_id = :account and number <= :last")
                        .param("account", account)
                        .param("last", last)
                        .update();
        if (dropped > 0) {
            lost(account, dropped);
        }
    }

    /** Counts entries of an account that were dropped. */
    void lost(long account, int entries) {
        if (!count(account, entries)) {
            insertDropped(account, entries);
        }
    }

    private void insertDropped(long account, int dropped) {
        try {
            client.sql("insert into journals (owner_id, dropped) values (:account, :dropped)")
                    .param("account", account)
                    .param("dropped", dropped)
                    .update();
        } catch (DuplicateKeyException insertedMeanwhile) {
            count(account, dropped);
        }
    }

    private boolean count(long account, int dropped) {
        return client.sql(
                                """
                                update journals set dropped = dropped + :dropped
                                where owner_id = :account
                                """)
                        .param("account", account)
                        .param("dropped", dropped)
                        .update()
                > 0;
    }
}
