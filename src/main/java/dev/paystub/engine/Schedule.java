package dev.paystub.engine;

import dev.paystub.account.CurrentAccount;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The scheduled tasks of an account: at most one entry for a kind and subject. Entries run in the
 * order of their instants; at one instant, by kind and then subject, so that the order never
 * depends on how the entries were created.
 */
@Component
public class Schedule {

    private static final int ROWS_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    Schedule(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    private static final int LONGEST_REASON = 500;

    /**
     * A scheduled task and its due date.
     *
     * @param aside why the task failed; null unless it is set aside. An entry that is set aside is
     *     not due until it is retried.
     */
    public record Entry(String kind, long subject, Instant due, @Nullable String aside) {
        Entry(String kind, long subject, Instant due) {
            this(kind, subject, due, null);
        }

        /** Identifies an entry: at most one has a given key. */
        record Key(String kind, long subject) {}

        Key key() {
            return new Key(kind, subject);
        }
    }

    private static final RowMapper<Entry> ENTRY =
            (row, index) ->
                    new Entry(
                            row.getString("kind"),
                            row.getLong("subject"),
                            Instant.ofEpochMilli(row.getLong("due_millis")),
                            row.getString("aside"));

    /** Sets when {@code kind} of {@code subject} falls due, in place of any earlier date. */
    public void schedule(String kind, long subject, Instant due) {
        UnitOfWork.current().plan(new Entry(kind, subject, due.truncatedTo(ChronoUnit.MILLIS)));
    }

    /** Removes an entry; does nothing when there is none. */
    public void cancel(String kind, long subject) {
        UnitOfWork.current().cancel(new Entry.Key(kind, subject));
    }

    public boolean isAnythingDue(Instant until) {
        return jdbc.sql(
                        """
                        select exists (
                            select 1 from scheduled_tasks
                            where account_id = :account and due_millis <= :until
                              and aside is null)
                        """)
                .param("account", CurrentAccount.tenant().id())
                .param("until", until.toEpochMilli())
                .query(Boolean.class)
                .single();
    }

    public List<Entry> all() {
        return jdbc.sql(
                        "select kind, subject, due_millis, aside from scheduled_tasks"
                                + " where account_id = :account")
                .param("account", CurrentAccount.tenant().id())
                .query(ENTRY)
                .list();
    }

    /** Sets a failing entry aside: it is not due until {@link #tryAgain}. */
    void setAside(Entry entry, String reason) {
        var text = reason.replace('\0', '\uFFFD');
        jdbc.sql(
                        """
                        update scheduled_tasks set aside = :reason
                        where account_id = :account and kind = :kind and subject = :subject
                          and due_millis = :due
                        """)
                .param("reason", text.substring(0, Math.min(LONGEST_REASON, text.length())))
                .param("account", CurrentAccount.tenant().id())
                .param("kind", entry.kind())
                .param("subject", entry.subject())
                .param("due", entry.due().toEpochMilli())
                .update();
    }

    /** Makes all entries that have been set aside due again. */
    void tryAgain() {
        jdbc.sql(
                        "update scheduled_tasks set aside = null"
                                + " where account_id = :account and aside is not null")
                .param("account", CurrentAccount.tenant().id())
                .update();
    }

    /** Stores the entries that a unit of work has planned and cancelled. */
    void write(UnitOfWork unit) {
        var account = CurrentAccount.tenant().id();
        var gone = unit.gone();
        if (!gone.isEmpty()) {
            template.batchUpdate(
                    "delete from scheduled_tasks where account_id = ? and kind = ? and subject = ?",
                    gone,
                    ROWS_AT_ONCE,
                    (row, key) -> {
                        row.setLong(1, account);
                        row.setString(2, key.kind());
                        row.setLong(3, key.subject());
                    });
        }
        var come = unit.come();
        if (!come.isEmpty()) {
            template.batchUpdate(
                    "insert into scheduled_tasks (account_id, kind, subject, due_millis) values (?,"
                            + " ?, ?, ?)",
                    come,
                    ROWS_AT_ONCE,
                    (row, entry) -> {
                        row.setLong(1, account);
                        row.setString(2, entry.kind());
                        row.setLong(3, entry.subject());
                        row.setLong(4, entry.due().toEpochMilli());
                    });
        }
    }
}
