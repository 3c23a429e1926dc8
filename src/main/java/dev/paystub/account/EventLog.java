package dev.paystub.account;

import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Every fact of an account as a row, in the order in which they happened, numbered without gaps.
 */
@Component
class EventLog {

    private static final int ROWS_AT_ONCE = 500;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final Numbering numbering;
    private final CoverageTable coverage;
    private final Pulse pulse;

    EventLog(
            JdbcTemplate jdbc,
            JdbcClient client,
            Numbering numbering,
            CoverageTable coverage,
            Pulse pulse) {
        this.coverage = coverage;
        this.jdbc = jdbc;
        this.client = client;
        this.numbering = numbering;
        this.pulse = pulse;
    }

    @EventListener
    void hear(AccountEvent event) {
        var move = event.move();
        if (move != null) {
            move.along().require(move.step());
        }
        Turn.current().events().add(event);
    }

    /** Keeps what the turn has brought about; to be called once, in the turn's transaction. */
    void keep(Turn turn) {
        var batch = DueBatch.current();
        if (batch == null) {
            write(List.of(turn));
        } else {
            batch.turns().add(turn);
        }
    }

    private record Row(Turn turn, AccountEvent event, long number) {}

    /** Keeps what these turns have brought about, in their order. */
    void write(List<Turn> turns) {
        var count = turns.stream().mapToInt(turn -> turn.events().size()).sum();
        if (count == 0) {
            return;
        }
        var number = numbering.next("event", count);
        var rows = new ArrayList<Row>(count);
        for (var turn : turns) {
            for (var event : turn.events()) {
                rows.add(new Row(turn, event, number++));
                pulse.event(event.type());
            }
        }
        var account = CurrentAccount.tenant().id();
        coverage.note(account, transitions(rows));
        jdbc.batchUpdate(
                """
                insert into events
                    (account_id, number, at_millis, due, type, subject, from_state, to_state,
                     cause, request_id)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                rows,
                ROWS_AT_ONCE,
                (statement, row) -> {
                    statement.setLong(1, account);
                    statement.setLong(2, row.number());
                    statement.setLong(3, row.turn().at().toEpochMilli());
                    statement.setBoolean(4, row.turn().due());
                    statement.setString(5, row.event().type());
                    statement.setString(6, row.event().subject());
                    setText(statement, 7, row.event().from());
                    setText(statement, 8, row.event().to());
                    statement.setString(9, row.turn().cause().text());
                    setText(statement, 10, row.turn().cause().requestId());
                });
    }

    private static Set<String> transitions(List<Row> rows) {
        var transitions = new TreeSet<String>();
        for (var row : rows) {
            var move = row.event().move();
            if (move != null) {
                transitions.add(Coverage.transition(move.along(), move.step()));
            }
        }
        return transitions;
    }

    private static void setText(java.sql.PreparedStatement row, int index, @Nullable String text)
            throws java.sql.SQLException {
        if (text == null) {
            row.setNull(index, Types.VARCHAR);
        } else {
            row.setString(index, text);
        }
    }

    long lastNumber() {
        return numbering.last("event");
    }

    List<Events.Event> read(Events.Query query) {
        return client.sql(
                        """
                        select number, at_millis, due, type, subject, from_state, to_state
                        from events
                        where account_id = :account and number > :after
                          and (cast(:type as varchar) is null or type = :type)
                        order by account_id, number
                        fetch first %d rows only
                        """
                                .formatted(query.limit()))
                .param("account", CurrentAccount.tenant().id())
                .param("after", query.after())
                .param("type", query.type())
                .query((row, index) ->
                        new Events.Event(
                                row.getLong("number"),
                                Instant.ofEpochMilli(row.getLong("at_millis")),
                                row.getBoolean("due"),
                                row.getString("type"),
                                row.getString("subject"),
                                row.getString("from_state"),
                                row.getString("to_state")))
                .list();
    }

    /** What fell due after {@code from}, up to and including {@code to}, in order. */
    List<Timeline.Effect> fallenDue(long afterNumber, Instant from, Instant to) {
        return client.sql(
                        """
                        select at_millis, type, subject, from_state, to_state from events
                        where account_id = :account and number > :after and due
                          and at_millis > :from and at_millis <= :to
                        order by number
                        """)
                .param("account", CurrentAccount.tenant().id())
                .param("after", afterNumber)
                .param("from", from.toEpochMilli())
                .param("to", to.toEpochMilli())
                .query((row, index) ->
                        new Timeline.Effect(
                                Instant.ofEpochMilli(row.getLong("at_millis")),
                                row.getString("type"),
                                row.getString("subject"),
                                row.getString("from_state"),
                                row.getString("to_state")))
                .list();
    }
}
