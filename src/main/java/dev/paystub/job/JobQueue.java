package dev.paystub.job;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.Tokens;
import dev.paystub.engine.VirtualClock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What is to be done outside turns, at most one row for a kind and subject. It is asked for in a
 * turn's transaction, so that what is rolled back is never done; a lease in real time lets one
 * process do it, and another take over should that die. {@link JobWorker} does it.
 */
@Component
public class JobQueue {

    /** How long a process may be silent until another takes over. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final int CLAIM_LENGTH = 24;

    private final JdbcClient jdbc;
    private final VirtualClock clock;
    private final ObjectProvider<JobWorker> runner;

    JobQueue(JdbcClient jdbc, VirtualClock clock, ObjectProvider<JobWorker> runner) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.runner = runner;
    }

    /** The right to do an errand of the current account. */
    public record Lease(String kind, long subject, String claim) {}

    /** An errand of some account. */
    record Asked(long account, String kind, long subject) {}

    /** Has an errand done once the turn has been committed; asked for twice, it is done once. */
    public void ask(String kind, long subject) {
        askedInTransaction().add(new Asked(CurrentAccount.tenant().id(), kind, subject));
    }

    private Set<Asked> askedInTransaction() {
        if (TransactionSynchronizationManager.getResource(this) instanceof InTransaction present) {
            return present.asked;
        }
        var asked = new InTransaction();
        TransactionSynchronizationManager.bindResource(this, asked);
        TransactionSynchronizationManager.registerSynchronization(asked);
        return asked.asked;
    }

    /** What a transaction asks for: written at its end, begun once it is committed. */
    private final class InTransaction implements TransactionSynchronization {

        private final Set<Asked> asked = new LinkedHashSet<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            asked.forEach(JobQueue.this::insertIfMissing);
        }

        @Override
        public void afterCommit() {
            asked.forEach(runner.getObject()::start);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(JobQueue.this);
        }
    }

    private void insertIfMissing(Asked errand) {
        var present =
                jdbc.sql("select count(*) from errands" + OF_SUBJECT)
                        .param("account", errand.account())
                        .param("kind", errand.kind())
                        .param("subject", errand.subject())
                        .query(Integer.class)
                        .single();
        if (present == 0) {
            jdbc.sql(
                            """
                            insert into errands
                                (account_id, kind, subject, claim, leased_until_millis)
                            values (:account, :kind, :subject, '', 0)
                            """)
                    .param("account", errand.account())
                    .param("kind", errand.kind())
                    .param("subject", errand.subject())
                    .update();
        }
    }

    private static final String OF_SUBJECT =
            " where account_id = :account and kind = :kind and subject = :subject";

    /** Takes an errand that nobody is doing; nobody does one of a copy that is only kept. */
    Optional<Lease> claim(Asked errand) {
        var claim = Tokens.unique(CLAIM_LENGTH);
        var now = clock.systemMillis();
        var taken =
                jdbc.sql(
                                "update errands set claim = :claim, leased_until_millis = :until"
                                        + OF_SUBJECT
                                        + " and leased_until_millis <= :now and"
                                        + OF_OPEN_ACCOUNT)
                        .param("claim", claim)
                        .param("until", now + LEASE.toMillis())
                        .param("account", errand.account())
                        .param("kind", errand.kind())
                        .param("subject", errand.subject())
                        .param("now", now)
                        .update();
        return taken == 1
                ? Optional.of(new Lease(errand.kind(), errand.subject(), claim))
                : Optional.empty();
    }

    private static final String OF_OPEN_ACCOUNT =
            " exists (select 1 from accounts a"
                    + " where a.id = errands.account_id and a.api_key not like '~%')";

    /** Errands that nobody is doing, of whatever account. */
    List<Asked> waiting() {
        return jdbc.sql(
                        "select account_id, kind, subject from errands"
                                + " where leased_until_millis <= :now and"
                                + OF_OPEN_ACCOUNT
                                + " order by account_id, kind, subject")
                .param("now", clock.systemMillis())
                .query((row, index) ->
                        new Asked(
                                row.getLong("account_id"),
                                row.getString("kind"),
                                row.getLong("subject")))
                .list();
    }

    /**
     * Prolongs a lease, in a turn: whether the errand may go on. It may not when it has gone to
     * another or with a reset, nor when this server is stopping, which gives it back.
     */
    public boolean keep(Lease lease) {
        var stopping = runner.getObject().isStopping();
        var kept =
                jdbc.sql(
                                "update errands set leased_until_millis = :until"
                                        + OF_SUBJECT
                                        + " and claim = :claim")
                        .param("until", stopping ? 0 : clock.systemMillis() + LEASE.toMillis())
                        .param("account", CurrentAccount.tenant().id())
                        .param("kind", lease.kind())
                        .param("subject", lease.subject())
                        .param("claim", lease.claim())
                        .update();
        return kept == 1 && !stopping;
    }

    /** Whether a lease is still good, in a turn, for noting what was done under it. */
    public boolean isGood(Lease lease) {
        return jdbc.sql("select count(*) from errands" + OF_SUBJECT + " and claim = :claim")
                        .param("account", CurrentAccount.tenant().id())
                        .param("kind", lease.kind())
                        .param("subject", lease.subject())
                        .param("claim", lease.claim())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /** Nothing is left to do, as seen in this turn. */
    public void finish(Lease lease) {
        jdbc.sql("delete from errands" + OF_SUBJECT + " and claim = :claim")
                .param("account", CurrentAccount.tenant().id())
                .param("kind", lease.kind())
                .param("subject", lease.subject())
                .param("claim", lease.claim())
                .update();
    }
}
