package dev.paystub.engine;

import dev.paystub.account.AccountEvent;
import dev.paystub.account.CurrentAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stores the events of an account in the order in which they happened, numbered without gaps. The
 * log is bounded and keeps the latest events. Each row carries a digest of all history up to it.
 */
@Component
@EnableConfigurationProperties(EventsProperties.class)
public class EventLog {

    /** The name of the event numbers in {@link Numbering}. */
    static final String NUMBERING = "event";

    private static final int ROWS_AT_ONCE = 500;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final EventsProperties properties;
    private final LongAdder written = new LongAdder();

    EventLog(JdbcTemplate jdbc, JdbcClient client, EventsProperties properties) {
        this.jdbc = jdbc;
        this.client = client;
        this.properties = properties;
    }

    @EventListener
    void hear(AccountEvent event) {
        var move = event.move();
        if (move != null) {
            move.along().require(move.step());
        }
        Change.current().events().add(event);
    }

    private record Row(Change change, AccountEvent event, long number, long chain) {}

    /** Stores the events of a unit of work in order. */
    void write(UnitOfWork unit) {
        var count = unit.changes().stream().mapToInt(change -> change.events().size()).sum();
        if (count == 0) {
            return;
        }
        var first = unit.next(NUMBERING, count);
        var number = first;
        var chain = unit.chain();
        var rows = new ArrayList<Row>(count);
        for (var change : unit.changes()) {
            for (var event : change.events()) {
                chain = next(chain, change, event);
                rows.add(new Row(change, event, number++, chain));
            }
        }
        insert(rows);
        written.add(count);
        trim(first, number - 1);
    }

    private void insert(List<Row> rows) {
        var account = CurrentAccount.tenant().id();
        jdbc.batchUpdate(
                """
                insert into events
                    (account_id, number, at_millis, due, type, subject, from_state, to_state,
                     cause, request_id, chain)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                rows,
                ROWS_AT_ONCE,
                (statement, row) -> {
                    statement.setLong(1, account);
                    statement.setLong(2, row.number());
                    statement.setLong(3, row.change().at().toEpochMilli());
                    statement.setBoolean(4, row.change().isDue());
                    statement.setString(5, row.event().type());
                    statement.setString(6, row.event().subject());
                    setText(statement, 7, row.event().from());
                    setText(statement, 8, row.event().to());
                    statement.setString(9, row.change().cause().text());
                    setText(statement, 10, row.change().cause().requestId());
                    statement.setLong(11, row.chain());
                });
    }

    private static void setText(java.sql.PreparedStatement row, int index, @Nullable String text)
            throws SQLException {
        if (text == null) {
            row.setNull(index, Types.VARCHAR);
        } else {
            row.setString(index, text);
        }
    }

    /**
     * Returns the digest of a history extended by one event, in 64 bits (FNV-1a). Identical
     * histories have identical digests.
     */
    private static long next(long chain, Change change, AccountEvent event) {
        var hash = 0xcbf29ce484222325L ^ chain;
        hash = mixed(hash, String.valueOf(change.at().toEpochMilli()));
        hash = mixed(hash, change.cause().text());
        hash = mixed(hash, event.type());
        hash = mixed(hash, event.subject());
        hash = mixed(hash, event.from());
        return mixed(hash, event.to());
    }

    private static long mixed(long hash, @Nullable String text) {
        var mixed = hash;
        var word = text == null ? "\0" : text;
        for (var i = 0; i < word.length(); i++) {
            mixed = (mixed ^ word.charAt(i)) * 0x100000001b3L;
        }
        return (mixed ^ 0x1f) * 0x100000001b3L;
    }

    /**
     * Deletes the oldest events when a block of new ones is complete. The events that remain depend
     * only on how many there have been, and not on how they were batched. One more row remains as
     * the position at which the log begins.
     */
    private void trim(long first, long last) {
        var block = properties.block();
        if (first / block == last / block && last % block != 0) {
            return;
        }
        var begin = last / block * block - properties.max();
        if (begin > 1) {
            client.sql("delete from events where account_id = :account and number < :begin")
                    .param("account", CurrentAccount.tenant().id())
                    .param("begin", begin)
                    .update();
        }
    }

    /** Returns the number of events that this process has written so far. */
    public long written() {
        return written.sum();
    }

    /**
     * Deletes all but the latest events of the current account. The caller must hold the account's
     * lock.
     *
     * @param share how many events to keep, at least 1
     */
    public void keepLatest(long share) {
        var last = span().last();
        client.sql("delete from events where account_id = :account and number <= :last")
                .param("account", CurrentAccount.tenant().id())
                .param("last", last - Math.max(1, share))
                .update();
    }

    private Optional<Long> chainOf(long number) {
        return client.sql(
                        "select chain from events where account_id = :account and number = :number")
                .param("account", CurrentAccount.tenant().id())
                .param("number", number)
                .query(Long.class)
                .optional();
    }

    /**
     * The number of the oldest and of the latest stored event, and their count. In an empty log
     * {@code first} is 1 and {@code last} is 0.
     */
    record Span(long first, long last, long count) {}

    Span span() {
        return client.sql(
                        """
                        select coalesce(min(number), 1) first_number,
                               coalesce(max(number), 0) last_number, count(*) how_many
                        from events where account_id = :account
                        """)
                .param("account", CurrentAccount.tenant().id())
                .query((row, index) ->
                        new Span(
                                row.getLong("first_number"),
                                row.getLong("last_number"),
                                row.getLong("how_many")))
                .single();
    }

    /** Returns the position after the latest event. */
    public Cursor last() {
        return edge("desc").orElse(Cursor.BEGINNING);
    }

    /** Returns the position before the oldest event that can be read. */
    public Cursor oldest() {
        return edge("asc").filter(first -> first.number() > 1).orElse(Cursor.BEGINNING);
    }

    private Optional<Cursor> edge(String direction) {
        return client.sql(
                        """
                        select number, chain from events
                        where account_id = :account and number > 0
                        order by account_id %1$s, number %1$s fetch first 1 row only
                        """
                                .formatted(direction))
                .param("account", CurrentAccount.tenant().id())
                .query((row, index) -> new Cursor(row.getLong("number"), row.getLong("chain")))
                .optional();
    }

    /**
     * Returns whether the cursor belongs to this history and all events after it are still stored.
     */
    public boolean knows(Cursor cursor) {
        var oldest = oldest();
        if (cursor.number() < oldest.number()) {
            return false;
        }
        if (cursor.isBeginning()) {
            return true;
        }
        var chain = cursor.chain();
        return chainOf(cursor.number())
                .filter(kept -> chain == null || chain.equals(kept))
                .isPresent();
    }

    /**
     * Returns the events after a cursor, up to and including a number, in order. Returns none when
     * the cursor is not of this history or its event is no longer stored.
     *
     * @param type the only type to return; null for all
     * @param limit the maximum number of events
     */
    public List<RecordedEvent> read(Cursor after, long last, @Nullable String type, int limit) {
        return client.sql(
                        """
                        select %s from events
                        where account_id = :account and number > :after and number <= :last
                          and (cast(:type as varchar) is null or type = :type)
                          and exists (
                            select 1 from events place
                            where place.account_id = :account and place.number = :place
                              and (cast(:chain as bigint) is null or place.chain = :chain))
                        order by account_id, number
                        fetch first %d rows only
                        """
                                .formatted(COLUMNS, limit))
                .param("account", CurrentAccount.tenant().id())
                .param("after", after.number())
                .param("last", last)
                .param("type", type)
                // from the beginning, the first event must still be stored
                .param("place", Math.max(1, after.number()))
                .param("chain", after.isBeginning() ? null : after.chain())
                .query((row, index) -> event(row))
                .list();
    }

    private static final String COLUMNS =
            "number, at_millis, due, type, subject, from_state, to_state, cause, request_id, chain";

    private static RecordedEvent event(ResultSet row) throws SQLException {
        return new RecordedEvent(
                new Cursor(row.getLong("number"), row.getLong("chain")),
                Instant.ofEpochMilli(row.getLong("at_millis")),
                row.getBoolean("due"),
                row.getString("type"),
                row.getString("subject"),
                row.getString("from_state"),
                row.getString("to_state"),
                new Cause(row.getString("cause"), row.getString("request_id")));
    }

    /** Returns all stored events of these subjects, in order. */
    public List<RecordedEvent> of(List<String> subjects) {
        return client.sql(
                        "select %s from events where account_id = :account and subject in (:subjects) order by number"
                                .formatted(COLUMNS))
                .param("account", CurrentAccount.tenant().id())
                .param("subjects", subjects)
                .query((row, index) -> event(row))
                .list();
    }

    /** Returns all stored events whose type begins with a prefix, in order. */
    public List<RecordedEvent> ofTypes(String beginning) {
        return client.sql(
                        "select %s from events where account_id = :account and type like :type order by number"
                                .formatted(COLUMNS))
                .param("account", CurrentAccount.tenant().id())
                .param("type", beginning + "%")
                .query((row, index) -> event(row))
                .list();
    }

    private static final String FALLEN_DUE =
            """
             from events
            where account_id = :account and number > :after and number <= :last and due
              and at_millis > :from and at_millis <= :to
            """;

    /**
     * Returns the first events of scheduled tasks that fell due in a span of time, among a span of
     * event numbers. Both spans exclude their start and include their end.
     */
    List<RecordedEvent> fallenDue(long after, long last, Instant from, Instant to, int limit) {
        return fallenDue("select " + COLUMNS + FALLEN_DUE + limited(limit), after, last, from, to)
                .query((row, index) -> event(row))
                .list();
    }

    private static String limited(int limit) {
        return " order by number fetch first %d rows only".formatted(limit);
    }

    long countFallenDue(long after, long last, Instant from, Instant to) {
        return fallenDue("select count(*)" + FALLEN_DUE, after, last, from, to)
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec fallenDue(
            String query, long after, long last, Instant from, Instant to) {
        return client.sql(query)
                .param("account", CurrentAccount.tenant().id())
                .param("after", after)
                .param("last", last)
                .param("from", from.toEpochMilli())
                .param("to", to.toEpochMilli());
    }
}
