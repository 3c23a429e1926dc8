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
 * Does what takes processor time (settling, dry runs, templates, audits, copies of accounts) on
 * platform threads, one fewer at a time than there are processors, and at least one. Requests run
 * on virtual threads, which are not preempted: work of theirs that lasts would keep all others
 * waiting. The operating system shares its processors with these threads, whatever they do.
 *
 * <p>Accounts take turns, piece by piece. A piece that has not begun holds neither a connection nor
 * a lock of the database. Work that cannot be cut, since it is one transaction, gives way between
 * its pieces; of it there is little enough at a time to leave connections for everybody else.
 */
@Component
public class Workers {

    /** What the present thread works for; not bound on other threads. */
    private static final ScopedValue<Seat> SEAT = ScopedValue.newInstance();

    /** At most so much of the connections for work that runs. */
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

    /** Work that keeps its thread until it is done, giving way between its pieces. */
    public enum AtLength {
        /** One transaction each, of any length. */
        DRY_RUN(3, 1),
        /** One transaction each. */
        AUDIT(2, 1),
        /** A document about an account, put together for a request. */
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
     * Does a piece of the current account's work when it is its turn. What is asked for by a
     * worker, or in a transaction, which belongs to its thread, is done where it is.
     *
     * @throws dev.paystub.kernel.Refusal.Stopping when the server stops before it has begun
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

    /**
     * Binds what is ambient for the thread that asks: the tenant, the request and its recording.
     */
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

    /** The same for work that goes on for long and calls {@link #giveWay}. */
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
     * Does work of a request that only reads, and may read and compare much. What is bound to the
     * caller's thread by others, such as Spring's request attributes, is not bound meanwhile.
     *
     * @throws dev.paystub.kernel.DomainException.Stopping when the server stops before it has begun
     */
    public <T> T report(Supplier<T> work) {
        return run(AtLength.REPORT, work);
    }

    /**
     * To be called by work between its pieces: another account's comes in between if it waits. Does
     * nothing on the thread of a request.
     *
     * @throws dev.paystub.kernel.Refusal.Stopping when the server stops
     */
    public void giveWay() {
        if (SEAT.isBound()) {
            SEAT.get().giveWay();
        }
    }

    /** Whether a piece had better end soon, since somebody waits or the server stops. */
    boolean isWanted() {
        return places.isWanted() || places.isClosed();
    }

    private static long account() {
        return CurrentAccount.isBound() ? CurrentAccount.tenant().id() : 0;
    }

    /** Whatever happens to who asked: what goes on in its name is waited for. */
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
