package dev.paystub.journal;

import dev.paystub.account.DatabaseKind;
import dev.paystub.http.ApiSurface;
import dev.paystub.journal.Journal.Delivery;
import dev.paystub.journal.Journal.Effect;
import dev.paystub.journal.Journal.Entry;
import dev.paystub.journal.Journal.LoggedExchange;
import dev.paystub.journal.Journal.Message;
import dev.paystub.kernel.Labelled;
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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database table of the journal. */
@Component
@EnableConfigurationProperties(JournalProperties.class)
class JournalTable {

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
                            row.getInt("effect_count"),
                            deliveries(row.getString("deliveries")));

    /**
     * Separates the requests of one account in all processes, so that numbers become visible in
     * order.
     */
    private static final int ORDERED = 0x4a6f7572;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final DatabaseKind database;
    private final JournalProperties properties;

    JournalTable(
            JdbcTemplate jdbc,
            JdbcClient client,
            PlatformTransactionManager transactions,
            DatabaseKind database,
            JournalProperties properties) {
        this.jdbc = jdbc;
        this.client = client;
        this.transaction = new TransactionTemplate(transactions);
        this.database = database;
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
                Labelled.of(ApiSurface.Source.values(), "source", row.getString("source")),
                row.getString("method"),
                row.getString("path"),
                row.getString("query"),
                row.getString("operation"),
                row.getString("outcome"),
                statusOrNull,
                row.getBoolean("failed"),
                row.getBoolean("replayed"),
                new Message(
                        row.getString("request_headers"),
                        row.getString("request_body"),
                        row.getInt("request_bytes")),
                new Message(
                        row.getString("response_headers"),
                        row.getString("response_body"),
                        row.getInt("response_bytes")),
                row.getString("content_type"),
                row.getString("fault"),
                row.getString("fault_source"),
                violations == null ? List.of() : violations.lines().toList());
    }

    private static final String INSERT =
            """
            insert into journal
                (owner_id, request_id, at_millis, method, path, query, operation, status,
                 duration_micros, request_body, request_bytes, content_type, response_body,
                 response_bytes, fault, fault_source, changed, violations, effects,
                 effect_count, size, outcome, wall_millis, source, failed, replayed,
                 request_headers, response_headers, deliveries)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, ?, ?)
            """;

    /**
     * Inserts entries, all or none. If any number of processes insert, those of one account wait
     * for each other, so that no entry becomes visible behind one with a greater number. H2, which
     * has no such locks, can be shared by way of its own server, and then need not keep the order.
     */
    void insert(List<JournalWriter.Kept> entries) {
        transaction.executeWithoutResult(status -> {
            if (database.isPostgres()) {
                takeTurn(entries);
            }
            jdbc.batchUpdate(INSERT, entries, entries.size(), JournalTable::fill);
        });
    }

    /**
     * Takes the turn of each account until the commit. The database need not have written the
     * commit to its disk before it is visible: the journal is no state.
     */
    private void takeTurn(List<JournalWriter.Kept> entries) {
        var accounts =
                entries.stream()
                        .map(kept -> (int) (kept.account() % Integer.MAX_VALUE))
                        .distinct()
                        .sorted() // in one order everywhere, so that nobody waits in a circle
                        .toArray(Integer[]::new);
        jdbc.query(
                """
                select set_config('synchronous_commit', 'off', true),
                       pg_advisory_xact_lock(?, account) from unnest(?) account
                """,
                statement -> {
                    statement.setInt(1, ORDERED);
                    statement.setArray(
                            2, statement.getConnection().createArrayOf("int4", accounts));
                },
                row -> {});
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
        row.setInt(21, entry.size());
        setText(row, 22, exchange.outcome());
        if (entry.wall() == null) {
            row.setNull(23, Types.BIGINT);
        } else {
            row.setLong(23, entry.wall().toEpochMilli());
        }
        row.setString(24, exchange.source().label());
        row.setBoolean(25, exchange.failed());
        row.setBoolean(26, exchange.replayed());
        setText(row, 27, exchange.request().headers());
        setText(row, 28, exchange.response().headers());
        setText(row, 29, deliveries(entry.deliveries()));
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

    private static @Nullable String deliveries(List<Delivery> deliveries) {
        return deliveries.isEmpty()
                ? null
                : deliveries.stream()
                        .map(delivery -> delivery.webhook() + FIELD + delivery.number())
                        .collect(Collectors.joining(LINE));
    }

    private static List<Delivery> deliveries(@Nullable String lines) {
        return lines == null
                ? List.of()
                : lines.lines()
                        .map(line -> line.split(FIELD, -1))
                        .map(fields ->
                                new Delivery(Long.parseLong(fields[0]), Long.parseLong(fields[1])))
                        .toList();
    }

    List<Entry> readAfter(long account, long after, int limit) {
        return read(
                """
                select * from journal where owner_id = :account and number > :place
                order by number fetch first :most rows only
                """,
                account,
                after,
                limit);
    }

    List<Entry> readBefore(long account, long before, int limit) {
        return read(
                """
                select * from journal where owner_id = :account and number < :place
                order by number desc fetch first :most rows only
                """,
                account,
                before,
                limit);
    }

    private List<Entry> read(String sql, long account, long place, int limit) {
        return client.sql(sql)
                .param("account", account)
                .param("place", place)
                .param("most", limit)
                .query(ENTRY)
                .list();
    }

    long last(long account) {
        return client.sql("select coalesce(max(number), 0) from journal where owner_id = :account")
                .param("account", account)
                .query(Long.class)
                .single();
    }

    long clears(long account) {
        return client.sql("select clears from journals where owner_id = :account")
                .param("account", account)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    long dropped(long account) {
        return client.sql("select dropped from journals where owner_id = :account")
                .param("account", account)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Deletes an account's entries, and counts that they have been deleted. */
    void clear(long account) {
        deleteEntries(account);
        if (!update(CLEARED, account, 0)) {
            try {
                client.sql("insert into journals (owner_id, dropped, clears) values (?, 0, 1)")
                        .param(account)
                        .update();
            } catch (DuplicateKeyException insertedMeanwhile) {
                update(CLEARED, account, 0);
            }
        }
    }

    /** Deletes all of an account that is being deleted. */
    void remove(long account) {
        deleteEntries(account);
        client.sql("delete from journals where owner_id = :account")
                .param("account", account)
                .update();
    }

    private void deleteEntries(long account) {
        client.sql("delete from journal where owner_id = :account")
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

    private static final String DROPPED =
            "update journals set dropped = dropped + :by where owner_id = :account";
    private static final String CLEARED =
            "update journals set clears = clears + 1, dropped = :by where owner_id = :account";

    /** Counts entries of an account that were dropped. */
    void lost(long account, int entries) {
        if (!update(DROPPED, account, entries)) {
            try {
                client.sql("insert into journals (owner_id, dropped) values (?, ?)")
                        .param(account)
                        .param(entries)
                        .update();
            } catch (DuplicateKeyException insertedMeanwhile) {
                update(DROPPED, account, entries);
            }
        }
    }

    private boolean update(String sql, long account, int by) {
        return client.sql(sql).param("account", account).param("by", by).update() > 0;
    }
}
