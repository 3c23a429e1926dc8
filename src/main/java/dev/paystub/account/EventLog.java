package dev.paystub.account;

import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Every fact of an account as a row, in the order in which they happened, numbered without gaps.
 */
@Component
class EventLog {

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final Numbering numbering;

    EventLog(JdbcTemplate jdbc, JdbcClient client, Numbering numbering) {
        this.jdbc = jdbc;
        this.client = client;
        this.numbering = numbering;
    }

    @EventListener
    void hear(AccountEvent event) {
        Turn.current().events().add(event);
    }

    /** Keeps what the turn has brought about; to be called once, in the turn's transaction. */
    void keep(Turn turn) {
        var events = turn.events();
        if (events.isEmpty()) {
            return;
        }
        var account = CurrentAccount.tenant().id();
        var first = numbering.next("event", events.size());
        jdbc.batchUpdate(
                """
                insert into events
                    (account_id, number, at_millis, due, type, subject, from_state, to_state)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                new BatchPreparedStatementSetter() {
                    @Override
                    public void setValues(java.sql.PreparedStatement row, int index)
                            throws java.sql.SQLException {
                        var event = events.get(index);
                        row.setLong(1, account);
                        row.setLong(2, first + index);
                        row.setLong(3, turn.at().toEpochMilli());
                        row.setBoolean(4, turn.due());
                        row.setString(5, event.type());
                        row.setString(6, event.subject());
                        setText(row, 7, event.from());
                        setText(row, 8, event.to());
                    }

                    @Override
                    public int getBatchSize() {
                        return events.size();
                    }
                });
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
