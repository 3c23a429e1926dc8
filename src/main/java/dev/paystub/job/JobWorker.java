package dev.paystub.job;

import dev.paystub.account.Accounts;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.ShutdownSignal;
import dev.paystub.job.JobQueue.QueuedJob;
import dev.paystub.kernel.DomainException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Runs jobs, each on a virtual thread: at once when this process has queued them, and at the next
 * poll when another process has left them behind. A stopping server waits for its running jobs as
 * long as the shutdown permits, and leaves the rest in the queue.
 */
@Component
class JobWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

    /** Stops after the web server, whose last requests may still queue jobs. */
    private static final int AFTER_THE_WEB_SERVER = 0;

    private final JobQueue jobQueue;
    private final Accounts accounts;
    private final ShutdownSignal shutdownSignal;
    private final SingletonSupplier<Map<String, Job>> kinds;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    JobWorker(
            JobQueue jobQueue,
            Accounts accounts,
            ShutdownSignal shutdownSignal,
            ObjectProvider<Job> kinds) {
        this.shutdownSignal = shutdownSignal;
        this.jobQueue = jobQueue;
        this.accounts = accounts;
        this.kinds =
                SingletonSupplier.of(() ->
                        kinds.stream().collect(Collectors.toMap(Job::kind, Function.identity())));
    }

    void start(QueuedJob job) {
        if (!running) {
            return;
        }
        var thread = Thread.ofVirtual().name("job-" + job.kind()).unstarted(() -> run(job));
        threads.add(thread);
        thread.start();
    }

    @Scheduled(fixedDelayString = "${paystub.jobs.poll}")
    void poll() {
        if (running) {
            jobQueue.waiting().forEach(this::start);
        }
    }

    private void run(QueuedJob job) {
        try {
            accounts.byId(job.account())
                    .ifPresent(account ->
                            CurrentAccount.bind(account.tenant()).run(() -> claimAndRun(job)));
        } catch (DomainException.NotFound gone) {
            LOG.debug("Account {} went while {} was done", job.account(), job);
        } catch (RuntimeException e) {
            LOG.error("{} failed; it is tried again when its lease has run out", job, e);
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    private void claimAndRun(QueuedJob job) {
        var kind = kinds.obtain().get(job.kind());
        if (kind == null) {
            throw new IllegalStateException("There is no job of kind " + job.kind());
        }
        jobQueue.claim(job).ifPresent(kind::run);
    }

    boolean isStopping() {
        return !running;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        for (var thread : threads) {
            try {
                var left = shutdownSignal.left();
                if (!left.isPositive() || !thread.join(left)) {
                    LOG.warn("A job did not end in time; another server takes it over");
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AFTER_THE_WEB_SERVER;
    }
}
