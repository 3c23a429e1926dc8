package dev.paystub.engine;

import dev.paystub.account.CurrentAccount;
import dev.paystub.account.ShutdownSignal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs processor-intensive work (scheduled tasks, dry runs, templates, audits, copies of accounts)
 * on platform threads. At most one fewer than there are processors run at a time, but at least one.
 * Requests run on virtual threads, which are not preempted: long work on them would block all other
 * requests. The operating system preempts platform threads.
 *
 * <p>Accounts are served round-robin, piece by piece. A piece that has not begun holds neither a
 * connection nor a lock of the database. Work that must be one transaction cannot be split and
 * yields between its pieces; its concurrency is limited so that connections remain for all other
 * work.
 */
@Component
public class Workers {

    /** The place of the present thread; bound only on worker threads. */
    private static final ScopedValue<Seat> SEAT = ScopedValue.newInstance();

    /** The divisor that limits the workers to half of the database connections. */
    private static final int SHARE_OF_CONNECTIONS = 2;

    private final Gate places;
    private final Map<AtLength, Gate> lanes = new EnumMap<>(AtLength.class);
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("worker-", 1).factory());

    Workers(
            ShutdownSignal shutdownSignal,
            @Value("${spring.datasource.hikari.maximum-pool-size}") int connections) {
        var most = Math.max(1, connections / SHARE_OF_CONNECTIONS);
        var workers = Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, most);
        this.places = new Gate(workers, workers, shutdownSignal::refusal);
        for (var kind : AtLength.values()) {
            lanes.put(kind, new Gate(kind.most, kind.ofOneAccount, shutdownSignal::refusal));
        }
        shutdownSignal.whenOver(() -> {
            places.close();
            lanes.values().forEach(Gate::close);
        });
    }

    /** Kinds of work that keep their thread until they are done and yield between their pieces. */
    public enum AtLength {
        /** One transaction each, of any length. */
        DRY_RUN(3, 1),
        /** One transaction each. */
        AUDIT(2, 1),
        /** A document about an account, composed for a request. */
        REPORT(4, 2),
        TEMPLATE(4, 4);

        private final int most;
        private final int ofOneAccount;

        AtLength(int most, int ofOneAccount) {
            this.most = most;
            this.ofOneAccount = ofOneAccount;
        }
    }

    /** The place of one thread among the workers. */
    private final class Seat {

        private final long account;
        private boolean taken;

        private Seat(long account) {
            this.account = account;
        }

        private void take() {
            places.enter(account);
            taken = true;
        }

        private void leave() {
            if (taken) {
                taken = false;
                places.leave(account);
            }
        }

        private void giveWay() {
            if (places.isWanted() || places.isClosed()) {
                leave();
                take();
            }
        }
    }

    /**
     * Runs a piece of the current account's work when the account is next in order. A call from a
     * worker, or within a transaction, which belongs to its thread, runs on the calling thread.
     *
     * @throws dev.paystub.kernel.DomainException.Stopping when the server stops before the work has
     *     begun
     */
    public <T> T run(Supplier<T> work) {
        if (SEAT.isBound() || TransactionSynchronizationManager.isActualTransactionActive()) {
            return work.get();
        }
        var seat = new Seat(account());
        seat.take();
        FutureTask<T> task;
        try {
            var ambient = asHere(work);
            task = new FutureTask<>(() -> sit(seat, ambient));
            var logged = MDC.getCopyOfContextMap();
            threads.execute(() -> {
                if (logged != null) {
                    MDC.setContextMap(logged);
                }
                task.run();
                MDC.clear();
            });
        } catch (RuntimeException | Error noThread) {
            seat.leave();
            throw noThread;
        }
        return await(task);
    }

    /** Binds the caller's tenant, cause and {@link RequestOutcome} to the work. */
    private static <T> Supplier<T> asHere(Supplier<T> work) {
        return RequestOutcome.handOver(Cause.handOver(CurrentAccount.handOver(work)));
    }

    private static <T> T sit(Seat seat, Supplier<T> work) {
        try {
            return ScopedValue.where(SEAT, seat).call(work::get);
        } finally {
            seat.leave();
        }
    }

    /**
     * Runs long work, which must call {@link #giveWay} between its pieces. The number of concurrent
     * runs is limited for each kind.
     *
     * @throws dev.paystub.kernel.DomainException.Stopping when the server stops before the work has
     *     begun
     */
    public <T> T run(AtLength kind, Supplier<T> work) {
        if (SEAT.isBound()) {
            return work.get();
        }
        var account = account();
        var lane = lanes.get(kind);
        if (lane == null) {
            throw new IllegalStateException("Every kind has a lane");
        }
        lane.enter(account);
        try {
            return run(work);
        } finally {
            lane.leave(account);
        }
    }

    /**
     * Runs work of a request that only reads, but may read and compare much data. Thread-bound
     * state of other libraries, such as Spring's request attributes, is not available in it.
     *
     * @throws dev.paystub.kernel.DomainException.Stopping when the server stops before the work has
     *     begun
     */
    public <T> T report(Supplier<T> work) {
        return run(AtLength.REPORT, work);
    }

    /**
     * Called by long work between its pieces: lets a waiting piece of another account run first.
     * Does nothing on the thread of a request.
     *
     * @throws dev.paystub.kernel.DomainException.Stopping when the server stops
     */
    public void giveWay() {
        if (SEAT.isBound()) {
            SEAT.get().giveWay();
        }
    }

    /** Returns whether a piece should end soon, because other work waits or the server stops. */
    boolean isWanted() {
        return places.isWanted() || places.isClosed();
    }

    private static long account() {
        return CurrentAccount.isBound() ? CurrentAccount.tenant().id() : 0;
    }

    /**
     * Waits for the task even when the waiting thread is interrupted, since the task acts in its
     * name. The interrupt is restored afterwards.
     */
    private static <T> T await(Future<T> task) {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    var cause = e.getCause();
                    throw AccountTransactions.unchecked(cause == null ? e : cause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
