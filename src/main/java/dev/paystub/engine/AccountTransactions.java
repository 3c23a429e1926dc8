package dev.paystub.engine;

import dev.paystub.account.Accounts;
import dev.paystub.account.ClockState;
import dev.paystub.account.CurrentAccount;
import dev.paystub.account.TransientFailures;
import dev.paystub.kernel.DomainException;
import jakarta.persistence.EntityManager;
import java.lang.reflect.UndeclaredThrowableException;
import java.sql.Connection;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.function.SingletonSupplier;

/**
 * Runs an account's changes one after the other, each a {@link UnitOfWork} under the account's row
 * lock. Scheduled tasks that have fallen due run before a requested change, each at its own
 * instant, many in one transaction. A change therefore never sees a state from which earlier tasks
 * are missing. Numbers have no gaps and balances have no races, in one process or in many.
 */
@Component
public class AccountTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(AccountTransactions.class);

    /**
     * One fair lock per account for the changes of this process. They wait here in order and
     * without a connection, so that a busy account never takes all connections. Between processes
     * the row lock decides.
     */
    private final Map<Long, ReentrantLock> queues = new ConcurrentReferenceHashMap<>();

    /**
     * How long a transaction of scheduled tasks may continue while another account needs its
     * worker.
     */
    private static final Duration SLICE = Duration.ofMillis(50);

    private final int piecesAtOnce;
    private final TransactionTemplate transaction;
    private final Accounts accounts;
    private final Schedule schedule;
    private final UnitOfWorkStore units;
    private final VirtualClock clock;
    private final SingletonSupplier<List<UnitOfWorkListener>> listeners;
    private final EntityManager entities;
    private final EngineMetrics engineMetrics;
    private final Workers workers;
    private final JdbcTemplate jdbc;
    private final SingletonSupplier<Map<String, ScheduledTask>> tasks;

    AccountTransactions(
            PlatformTransactionManager transactions,
            Accounts accounts,
            Schedule schedule,
            UnitOfWorkStore units,
            VirtualClock clock,
            EntityManager entities,
            EventsProperties properties,
            EngineMetrics engineMetrics,
            Workers workers,
            JdbcTemplate jdbc,
            ObjectProvider<ScheduledTask> tasks,
            ObjectProvider<UnitOfWorkListener> listeners) {
        this.transaction = new TransactionTemplate(transactions);
        this.accounts = accounts;
        this.schedule = schedule;
        this.units = units;
        this.clock = clock;
        this.listeners = SingletonSupplier.of(() -> listeners.orderedStream().toList());
        this.entities = entities;
        this.piecesAtOnce = properties.piecesAtOnce();
        this.engineMetrics = engineMetrics;
        this.workers = workers;
        this.jdbc = jdbc;
        // resolved late, since the modules' services depend on this class
        this.tasks =
                SingletonSupplier.of(() ->
                        tasks.stream()
                                .collect(
                                        Collectors.toMap(
                                                ScheduledTask::kind, Function.identity())));
    }

    /** Runs a change in a transaction of its own, or as part of the change that is underway. */
    public <T> T run(Supplier<T> change) {
        return Change.isUnderway() ? change.get() : run(state -> change.get());
    }

    /** Runs a change that needs the account's clock as it is under the lock. */
    <T> T run(Function<ClockState, T> change) {
        while (true) {
            var done = inTransaction(() -> attempt(change));
            if (done.isPresent()) {
                var completed = done.get();
                RequestOutcome.current()
                        .ifPresent(recording -> recording.committed(completed.change()));
                committed(List.of(completed.change()));
                return completed.result();
            }
            settle();
        }
    }

    /** Runs a change of the account's own row under its lock, without running due tasks first. */
    public <T> T runBeforeDueWork(Function<Accounts.Locked, T> change) {
        var result = inTransaction(() -> change.apply(lock()));
        RequestOutcome.current().ifPresent(RequestOutcome::committed);
        return result;
    }

    /** Copies, replaces or removes all rows of an account under its lock, on a worker. */
    public <T> T replaceAll(Function<Accounts.Locked, T> change) {
        var result = onWorker(() -> change.apply(lock()));
        RequestOutcome.current().ifPresent(RequestOutcome::committed);
        return result;
    }

    /**
     * Runs a change on a worker; returns empty when the account has been removed, for example by
     * another process.
     */
    public <T> Optional<T> runIfPresent(Function<Accounts.Locked, T> change) {
        return onWorker(() -> accounts.lock(CurrentAccount.tenant().id()).map(change));
    }

    /** Runs all scheduled tasks that have fallen due. */
    public void settle() {
        settle(() -> {});
    }

    /** Runs all scheduled tasks that have fallen due, and reports each committed part. */
    public void settle(Runnable progress) {
        while (settleSome()) {
            progress.run();
        }
        progress.run();
    }

    /** Runs one transaction of scheduled tasks; returns whether more may be due. */
    boolean settleSome() {
        workers.giveWay();
        try {
            return runOnWorker(piecesAtOnce, new AtomicReference<>());
        } catch (RuntimeException | StackOverflowError failed) {
            if (TransientFailures.include(failed)) {
                throw failed;
            }
            return settleOneByOne();
        }
    }

    /**
     * Runs each task in a transaction of its own, so that a task that fails rolls back no other.
     */
    private boolean settleOneByOne() {
        var more = true;
        for (var piece = 0; more && piece < piecesAtOnce; piece++) {
            workers.giveWay();
            more = settleFirst();
        }
        return more;
    }

    /**
     * Runs the first task that is due. A task that fails is set aside: it would fail again and
     * block all later tasks of the account. After a transient failure, such as a lost connection,
     * the task stays due.
     */
    private boolean settleFirst() {
        var tried = new AtomicReference<Schedule.@Nullable Entry>();
        try {
            return runOnWorker(1, tried);
        } catch (RuntimeException | StackOverflowError failed) {
            var entry = tried.get();
            if (entry == null || TransientFailures.include(failed)) {
                throw failed;
            }
            setAside(entry, failed);
            return true;
        }
    }

    private boolean runOnWorker(int most, AtomicReference<Schedule.@Nullable Entry> tried) {
        var batch = onWorker(() -> runBatch(most, tried));
        if (!batch.changes().isEmpty()) {
            committed(batch.changes());
        }
        return batch.more();
    }

    private void setAside(Schedule.Entry entry, Throwable failed) {
        var account = CurrentAccount.tenant().id();
        onWorker(() -> {
            lock();
            schedule.setAside(entry, failed.toString());
            return true;
        });
        committed(List.of());
        LOG.error(
                "Due work {} {} of account {}, due at {}, fails and is set aside until its clock is"
                        + " advanced; GET /sandbox/audit tells it",
                entry.kind(),
                entry.subject(),
                account,
                entry.due(),
                failed);
    }

    /**
     * Scheduled tasks that ran together.
     *
     * @param more whether more may be due
     */
    private record Batch(List<Change> changes, boolean more) {}

    private Batch runBatch(int most, AtomicReference<Schedule.@Nullable Entry> tried) {
        var unit = units.begin(lock());
        var now = unit.clock().at(clock.systemMillis());
        if (!unit.isAnythingDue(now)) {
            return new Batch(List.of(), false);
        }
        var begun = System.nanoTime();
        units.loadSchedule(unit);
        return unit.bind()
                .call(() -> {
                    var more = true;
                    for (var piece = 0; more && !isToEnd(piece, most, begun); piece++) {
                        more = runFirstDue(unit, now, tried);
                    }
                    units.write(unit);
                    // when batches share a transaction, the next one must not keep this one's rows
                    // in memory
                    entities.flush();
                    entities.clear();
                    return new Batch(unit.changes(), more);
                });
    }

    /**
     * Returns whether a batch ends here. At least one task runs, so that repeated calls terminate.
     */
    private boolean isToEnd(int pieces, int most, long begun) {
        return pieces >= most
                || (pieces > 0
                        && workers.isWanted()
                        && System.nanoTime() - begun > SLICE.toNanos());
    }

    public Instant now(Accounts.Locked locked) {
        return locked.clock().at(clock.systemMillis());
    }

    private record Completed<T>(Change change, T result) {}

    private <T> Optional<Completed<T>> attempt(Function<ClockState, T> work) {
        var locked = lock();
        var unit = units.begin(locked);
        var now = now(locked);
        if (unit.isAnythingDue(now)) {
            return Optional.empty();
        }
        listeners.obtain().forEach(UnitOfWorkListener::beforeChange);
        if (!locked.written()) {
            accounts.setWritten(CurrentAccount.tenant().id(), true);
        }
        var change = Change.requested(now);
        var result =
                unit.bind()
                        .call(() -> {
                            var done = runIn(unit, change, () -> work.apply(unit.clock()));
                            units.write(unit);
                            return done;
                        });
        RequestOutcome.current().ifPresent(RequestOutcome::beforeCommit);
        return Optional.of(new Completed<>(change, result));
    }

    /**
     * Makes a change in the present transaction, which must hold the account's lock. For the
     * initial rows of an account: the events are published but are not stored in the event log.
     */
    public void seed(Change change, Runnable work) {
        var unit = units.begin(lock());
        unit.bind()
                .run(() -> {
                    change.bind().run(work);
                    if (!unit.isStored(EventLog.NUMBERING)) {
                        // create the row now, so that the first event updates it instead of
                        // inserting it
                        unit.startAfter(EventLog.NUMBERING, 0);
                    }
                    units.writeWithoutEvents(unit);
                });
    }

    /** Returns whether a task was due and has run. */
    private boolean runFirstDue(
            UnitOfWork unit, Instant now, AtomicReference<Schedule.@Nullable Entry> tried) {
        var first = unit.takeFirst(now);
        first.ifPresent(due -> {
            tried.set(due);
            var task = tasks.obtain().get(due.kind());
            if (task == null) {
                throw new IllegalStateException("Nobody runs due work of kind " + due.kind());
            }
            runIn(
                    unit,
                    Change.due(due),
                    () -> {
                        task.runDue(due.subject(), due.due());
                        return true;
                    });
        });
        return first.isPresent();
    }

    private static <T> T runIn(UnitOfWork unit, Change change, Supplier<T> work) {
        var result = change.bind().call(work::get);
        unit.add(change);
        return result;
    }

    /**
     * Notifies the listeners. Within a dry run nothing is committed, since the surrounding
     * transaction is rolled back, and the listeners are not called.
     */
    private void committed(List<Change> changes) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return;
        }
        var work =
                new UnitOfWorkListener.Committed(
                        CurrentAccount.tenant().id(),
                        changes.stream().flatMap(change -> change.events().stream()).toList(),
                        changes.stream().map(Change::task).filter(Objects::nonNull).toList());
        for (var listener : listeners.obtain()) {
            notifyListener(listener, work);
        }
    }

    /** Logs what a listener throws: the work is committed and must not look as if it had failed. */
    private static void notifyListener(
            UnitOfWorkListener listener, UnitOfWorkListener.Committed work) {
        try {
            listener.afterCommit(work);
        } catch (RuntimeException failed) {
            LOG.error(
                    "{} failed after a commit of account {}",
                    listener.getClass().getSimpleName(),
                    work.account(),
                    failed);
        }
    }

    private Accounts.Locked lock() {
        return accounts.lock(CurrentAccount.tenant().id())
                .orElseThrow(
                        () -> new DomainException.NotFound("The account has just been deleted"));
    }

    /** Runs the work on a worker thread. It waits for the worker without holding a connection. */
    private <T> T onWorker(Supplier<T> work) {
        return queued(() ->
                workers.run(() ->
                        TransactionSynchronizationManager.isActualTransactionActive()
                                ? withinTransaction(work)
                                : execute(work)));
    }

    /**
     * Runs the work within the transaction of a dry run. A failure rolls back to a savepoint and
     * leaves the rest of the dry run intact.
     */
    private <T> T withinTransaction(Supplier<T> work) {
        var savepoint = onConnection(Connection::setSavepoint);
        try {
            var result = work.get();
            entities.flush();
            return result;
        } catch (RuntimeException | StackOverflowError failed) {
            entities.clear();
            onConnection(connection -> {
                connection.rollback(savepoint);
                return savepoint;
            });
            throw failed;
        }
    }

    private Savepoint onConnection(ConnectionCallback<Savepoint> action) {
        return Objects.requireNonNull(jdbc.execute(action));
    }

    private <T> T inTransaction(Supplier<T> work) {
        return queued(() -> execute(work));
    }

    private <T> T execute(Supplier<T> work) {
        var result = transaction.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException("A change must return a result");
        }
        return result;
    }

    private <T> T queued(Supplier<T> work) {
        var queue =
                queues.computeIfAbsent(
                        CurrentAccount.tenant().id(), account -> new ReentrantLock(true));
        var asked = System.nanoTime();
        queue.lock();
        var begun = System.nanoTime();
        try {
            return work.get();
        } finally {
            engineMetrics.queueHeld(asked, begun, System.nanoTime());
            queue.unlock();
        }
    }

    /**
     * Converts an exception of an intercepted method into an unchecked one, since services throw
     * only unchecked exceptions. An {@link Error} is thrown at once.
     */
    public static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException runtime
                ? runtime
                : new UndeclaredThrowableException(thrown);
    }
}
