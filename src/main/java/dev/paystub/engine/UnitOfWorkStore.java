package dev.paystub.engine;

import dev.paystub.account.Accounts;
import dev.paystub.account.CurrentAccount;
import java.time.Instant;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads and writes the state of a {@link UnitOfWork} in the account's transaction. */
@Component
class UnitOfWorkStore {

    private final JdbcTemplate jdbc;
    private final Numbering numbering;
    private final Schedule schedule;
    private final EventLog events;

    UnitOfWorkStore(JdbcTemplate jdbc, Numbering numbering, Schedule schedule, EventLog events) {
        this.jdbc = jdbc;
        this.numbering = numbering;
        this.schedule = schedule;
        this.events = events;
    }

    /** What a unit of work needs besides the account's row; each part is found by an index. */
    private static final String STATE =
            """
            select 'number' part, name, last_number amount from numberings where account_id = ?
            union all
            select 'due', '', g.due_millis from (
                select due_millis from agenda where account_id = ? and aside is null
                order by account_id, due_millis fetch first 1 row only) g
            union all
            select 'chain', '', chain from events
            where account_id = ? and number = (
                select last_number from numberings where account_id = ? and name = 'event')
            """;

    /**
     * Begins a unit of work of the current account, whose row is locked. The rest of the state is
     * read in a separate statement after the lock is taken, since a PostgreSQL statement sees the
     * rows that were committed before it began, even if it waited for a lock since.
     */
    UnitOfWork begin(Accounts.Locked locked) {
        var account = CurrentAccount.tenant().id();
        var found = new Found();
        jdbc.query(
                STATE,
                row -> {
                    found.add(row.getString("part"), row.getString("name"), row.getLong("amount"));
                },
                account,
                account,
                account,
                account);
        return new UnitOfWork(locked.clock(), found.lastNumbers, found.nextDue, found.chain);
    }

    private static final class Found {

        private final HashMap<String, Long> lastNumbers = new HashMap<>();
        private @Nullable Instant nextDue;
        private long chain;

        private void add(String part, String name, long amount) {
            switch (part) {
                case "number" -> lastNumbers.put(name, amount);
                case "due" -> nextDue = Instant.ofEpochMilli(amount);
                case "chain" -> chain = amount;
                default -> throw new IllegalStateException(part);
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
        numbering.write(unit);
        schedule.write(unit);
    }
}
