package dev.paystub.engine;

import dev.paystub.account.Accounts;
import dev.paystub.account.CurrentAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/** Reads and writes the state of a {@link UnitOfWork} in the account's transaction. */
@Component
class UnitOfWorkStore {

    private final JdbcTemplate jdbc;
    private final Numbering numbering;
    private final Schedule schedule;
    private final EventLog events;
    private final AccountWriter writer;

    UnitOfWorkStore(
            JdbcTemplate jdbc,
            Numbering numbering,
            Schedule schedule,
            EventLog events,
            AccountWriter writer) {
        this.jdbc = jdbc;
        this.numbering = numbering;
        this.schedule = schedule;
        this.events = events;
        this.writer = writer;
    }

    /**
     * The numberings, and with that of the events, which every account has, what else a unit of
     * work needs. It is no union, which H2 would parse anew each time.
     */
    private static final String STATE =
            """
            select n.name, n.last_number,
                case when n.name = 'event' then %s end,
                case when n.name = 'event' then (select e.chain from events e
                    where e.account_id = n.account_id and e.number = n.last_number) end
            from numberings n where n.account_id = ?
            """
                    .formatted(Accounts.NEXT_DUE.formatted("n.account_id"));

    /**
     * Begins a unit of work of the current account, whose row is locked. The rest of the state is
     * read in a separate statement after the lock is taken, since a PostgreSQL statement sees the
     * rows that were committed before it began, even if it waited for a lock since.
     */
    UnitOfWork begin(Accounts.Locked locked) {
        var account = CurrentAccount.tenant().id();
        var found = new Found();
        jdbc.query(STATE, found, account);
        return new UnitOfWork(locked.clock(), found.lastNumbers, found.nextDue, found.chain);
    }

    private static final class Found implements RowCallbackHandler {

        private final HashMap<String, Long> lastNumbers = new HashMap<>();
        private @Nullable Instant nextDue;
        private long chain;

        @Override
        public void processRow(ResultSet row) throws SQLException {
            var name = row.getString(1);
            lastNumbers.put(name, row.getLong(2));
            if (name.equals(EventLog.NUMBERING)) {
                var due = row.getLong(3);
                nextDue = row.wasNull() ? null : Instant.ofEpochMilli(due);
                chain = row.getLong(4);
            }
        }
    }

    /** Loads the stored entries of the schedule into a unit that runs scheduled tasks. */
    void loadSchedule(UnitOfWork unit) {
        unit.load(schedule.all());
    }

    /** Writes a unit of work with its events. Called once, as its last step. */
    void write(UnitOfWork unit) {
        events.write(unit);
        writeWithoutEvents(unit);
    }

    /** Writes a unit of work without its events, which are not part of the account's history. */
    void writeWithoutEvents(UnitOfWork unit) {
        writer.write(unit);
        numbering.write(unit);
        schedule.write(unit);
    }
}
