package dev.paystub.account;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What will fall due on an account's clock: at most one entry for a kind and subject. Entries run
 * in the order of their instants; at the same instant, by kind and then subject, so that the order
 * never depends on how the entries came about.
 */
@Component
public class Agenda {

    private final JdbcClient jdbc;

    Agenda(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Entry(String kind, long subject, Instant due) {}

    /** Sets when {@code kind} of {@code subject} falls due, in place of any earlier date. */
    public void schedule(String kind, long subject, Instant due) {
        var updated =
                jdbc.sql(
                                """
                                update agenda set due_millis = :due
                                where account_id = :account and kind = :kind and subject = :subject
                                """)
                        .param("due", due.toEpochMilli())
                        .param("account", CurrentAccount.tenant().id())
                        .param("kind", kind)
                        .param("subject", subject)
                        .update();
        if (updated == 0) {
            jdbc.sql(
                            """
                            insert into agenda (account_id, kind, subject, due_millis)
                            values (:account, :kind, :subject, :due)
                            """)
                    .param("account", CurrentAccount.tenant().id())
                    .param("kind", kind)
                    .param("subject", subject)
                    .param("due", due.toEpochMilli())
                    .update();
        }
    }

    /** Takes an entry out; does nothing when there is none. */
    public void cancel(String kind, long subject) {
        jdbc.sql(
                        """
                        delete from agenda
                        where account_id = :account and kind = :kind and subject = :subject
                        """)
                .param("account", CurrentAccount.tenant().id())
                .param("kind", kind)
                .param("subject", subject)
                .update();
    }

    Optional<Entry> takeFirst(Instant until) {
        var first =
                jdbc.sql(
                                """
                                select kind, subject, due_millis from agenda
                                where account_id = :account and due_millis <= :until
                                order by due_millis, kind, subject
                                fetch first 1 row only
                                """)
                        .param("account", CurrentAccount.tenant().id())
                        .param("until", until.toEpochMilli())
                        .query((row, index) ->
                                new Entry(
                                        row.getString("kind"),
                                        row.getLong("subject"),
                                        Instant.ofEpochMilli(row.getLong("due_millis"))))
                        .optional();
        first.ifPresent(entry -> cancel(entry.kind(), entry.subject()));
        return first;
    }
}
