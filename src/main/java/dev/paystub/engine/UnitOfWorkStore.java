package dev.paystub.engine;

import dev.paystub.account.ClockState;
import dev.paystub.account.CurrentAccount;
import java.time.Instant;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes the state of a {@link UnitOfWork} in the account's transaction. */
@Component
class UnitOfWorkStore {

    private final JdbcClient jdbc;
    private final Numbering numbering;
    private final Schedule schedule;
    private final EventLog events;

    UnitOfWorkStore(JdbcClient jdbc, Numbering numbering, Schedule schedule, EventLog events) {
        this.jdbc = jdbc;
        this.numbering = numbering;
        this.schedule = schedule;
        this.events = events;
    }

    /**
     * Begins a unit of work of the current account, whose lock must be held. The state is read in a
     * separate statement after the lock is taken, since a PostgreSQL statement sees the rows that
     * were committed before it began, even if it waited for a lock since.
     */
    UnitOfWork begin() {
        var found = new Found();
        jdbc.sql(
                        """
                        select 'number' part, name, last_number amount
                        from numberings where account_id = :account
                        union all
                        select 'offset', '', clock_offset_millis
                        from accounts where id = :account
                        union all
                        select 'frozen', '', frozen_millis from accounts where id = :account
                        union all
                        select 'written', '', case when written then 1 else 0 end
                        from accounts where id = :account
                        union all
                        select 'due', '', min(due_millis)
                        from agenda where account_id = :account and aside is null
                        union all
                        select 'chain', '', chain
                        from events where account_id = :account and number = (
                            select last_number from numberings
                            where account_id = :account and name = 'event')
                        """)
                .param("account", CurrentAccount.tenant().id())
                .query(row -> {
                    var amount = row.getLong("amount");
                    if (!row.wasNull()) {
                        found.add(row.getString("part"), row.getString("name"), amount);
                    }
                });
        return new UnitOfWork(
                new ClockState(found.offset, found.frozen),
                found.written,
                found.lastNumbers,
                found.nextDue,
                found.chain);
    }

    private static final class Found {

        private final HashMap<String, Long> lastNumbers = new HashMap<>();
        private long offset;
        private @Nullable Instant frozen;
        private boolean written;
        private @Nullable Instant nextDue;
        private long chain;

        private void add(String part, String name, long amount) {
            switch (part) {
                case "number" -> lastNumbers.put(name, amount);
                case "offset" -> offset = amount;
                case "frozen" -> frozen = Instant.ofEpochMilli(amount);
                case "written" -> written = amount == 1;
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
