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
 * Stores pending jobs, at most one row for a kind and subject. A job is queued in the transaction
 * that asks for it, so that a rollback discards it. A lease in real time lets one process run the
 * job, and another take over if that process dies. {@link JobWorker} runs the jobs.
 */
@Component
public class JobQueue {

    /** How long a lease lasts without being renewed before another process may take over. */
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

    /** The right to run a job of the current account. */
    public record Lease(String kind, long subject, String claim) {}

    /** A queued job of any account. */
    record QueuedJob(long account, String kind, long subject) {}

    /**
     * Queues a job, which starts after the current transaction commits. A job that is already
     * queued is not queued again.
     */
    public void enqueue(String kind, long subject) {
        queuedInTransaction().add(new QueuedJob(CurrentAccount.tenant().id(), kind, subject));
    }

    private Set<QueuedJob> queuedInTransaction() {
        if (TransactionSynchronizationManager.getResource(this) instanceof InTransaction present) {
            return present.queued;
        }
        var queued = new InTransaction();
        TransactionSynchronizationManager.bindResource(this, queued);
        TransactionSynchronizationManager.registerSynchronization(queued);
        return queued.queued;
    }

    /** The jobs queued by one transaction: stored before the commit, started after it. */
    private final class InTransaction implements TransactionSynchronization {

        private final Set<QueuedJob> queued = new LinkedHashSet<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            queued.forEach(JobQueue.this::insertIfMissing);
        }

        @Override
        public void afterCommit() {
            queued.forEach(runner.getObject()::start);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(JobQueue.this);
        }
    }

    private void insertIfMissing(QueuedJob job) {
        var present =
                jdbc.sql("select count(*) from jobs" + OF_SUBJECT)
                        .param("account", job.account())
                        .param("kind", job.kind())
                        .param("subject", job.subject())
                        .query(Integer.class)
                        .single();
        if (present == 0) {
            jdbc.sql(
                            """
                            insert into jobs
                                (account_id, kind, subject, claim, leased_until_millis)
                            values (:account, :kind, :subject, '', 0)
                            """)
                    .param("account", job.account())
                    .param("kind", job.kind())
                    .param("subject", job.subject())
                    .update();
        }
    }

    private static final String OF_SUBJECT =
            " where account_id = :account and kind = :kind and subject = :subject";

    /**
     * Leases a job that no process is running; empty when it is leased or gone. Jobs of hidden
     * accounts, such as snapshots, are never leased.
     */
    Optional<Lease> claim(QueuedJob job) {
        var claim = Tokens.unique(CLAIM_LENGTH);
        var now = clock.systemMillis();
        var taken =
                jdbc.sql(
                                "update jobs set claim = :claim, leased_until_millis = :until"
                                        + OF_SUBJECT
                                        + " and leased_until_millis <= :now and"
                                        + OF_OPEN_ACCOUNT)
                        .param("claim", claim)
                        .param("until", now + LEASE.toMillis())
                        .param("account", job.account())
                        .param("kind", job.kind())
                        .param("subject", job.subject())
                        .param("now", now)
                        .update();
        return taken == 1
                ? Optional.of(new Lease(job.kind(), job.subject(), claim))
                : Optional.empty();
    }

    private static final String OF_OPEN_ACCOUNT =
            " exists (select 1 from accounts a"
                    + " where a.id = jobs.account_id and a.api_key not like '~%')";

    /** Returns the jobs of all accounts that no process is running. */
    List<QueuedJob> waiting() {
        return jdbc.sql(
                        "select account_id, kind, subject from jobs"
                                + " where leased_until_millis <= :now and"
                                + OF_OPEN_ACCOUNT
                                + " order by account_id, kind, subject")
                .param("now", clock.systemMillis())
                .query((row, index) ->
                        new QueuedJob(
                                row.getLong("account_id"),
                                row.getString("kind"),
                                row.getLong("subject")))
                .list();
    }

    /**
     * Renews a lease within a change of the account; returns whether the job may continue. It may
     * not when another process holds the lease, when a reset has removed the job, or when this
     * server is stopping, which releases the lease.
     */
    public boolean renew(Lease lease) {
        var stopping = runner.getObject().isStopping();
        var renewed =
                jdbc.sql(
                                "update jobs set leased_until_millis = :until"
                                        + OF_SUBJECT
                                        + " and claim = :claim")
                        .param("until", stopping ? 0 : clock.systemMillis() + LEASE.toMillis())
                        .param("account", CurrentAccount.tenant().id())
                        .param("kind", lease.kind())
                        .param("subject", lease.subject())
                        .param("claim", lease.claim())
                        .update();
        return renewed == 1 && !stopping;
    }

    /**
     * Returns whether a lease is still valid. Called within a change of the account, before the
     * result of the job is stored.
     */
    public boolean isValid(Lease lease) {
        return jdbc.sql("select count(*) from jobs" + OF_SUBJECT + " and claim = :claim")
                        .param("account", CurrentAccount.tenant().id())
                        .param("kind", lease.kind())
                        .param("subject", lease.subject())
                        .param("claim", lease.claim())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /**
     * Removes a job from the queue. Called within the change of the account that finds nothing left
     * to do.
     */
    public void finish(Lease lease) {
        jdbc.sql("delete from jobs" + OF_SUBJECT + " and claim = :claim")
                .param("account", CurrentAccount.tenant().id())
                .param("kind", lease.kind())
                .param("subject", lease.subject())
                .param("claim", lease.claim())
                .update();
    }
}
