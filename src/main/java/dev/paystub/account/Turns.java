package dev.paystub.account;

import dev.paystub.kernel.Refusal;
import jakarta.persistence.EntityManager;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.function.SingletonSupplier;

/**
 * Changes of an account happen one after the other: each takes the account's row lock, and before
 * it everything that has fallen due happens, each piece at its own instant, many of them in one
 * transaction. So a change never sees a past that has not happened yet, numbers have no gaps and
 * balances no races, in one process or in many.
 */
@Component
public class Turns {

    /**
     * Who waits for a turn waits here first: in order, and without a connection, so that a busy
     * account never takes them all. Between processes the row lock decides.
     */
    private final Map<Long, ReentrantLock> queues = new ConcurrentReferenceHashMap<>();

    private final int piecesAtOnce;
    private final TransactionTemplate transaction;
    private final Accounts accounts;
    private final Agenda agenda;
    private final EventLog events;
    private final Numbering numbering;
    private final VirtualClock clock;
    private final IdempotencyKeys idempotencyKeys;
    private final EntityManager entities;
    private final RecentlyWritten recentlyWritten;
    private final Pulse pulse;
    private final SingletonSupplier<Map<String, DueWork>> dueWork;

    Turns(
            PlatformTransactionManager transactions,
            Accounts accounts,
            Agenda agenda,
            EventLog events,
            Numbering numbering,
            VirtualClock clock,
            IdempotencyKeys idempotencyKeys,
            EntityManager entities,
            RecentlyWritten recentlyWritten,
            EventsProperties properties,
            Pulse pulse,
            ObjectProvider<DueWork> dueWork) {
        this.transaction = new TransactionTemplate(transactions);
        this.accounts = accounts;
        this.agenda = agenda;
        this.events = events;
        this.numbering = numbering;
        this.clock = clock;
        this.idempotencyKeys = idempotencyKeys;
        this.entities = entities;
        this.recentlyWritten = recentlyWritten;
        this.piecesAtOnce = properties.piecesAtOnce();
        this.pulse = pulse;
        // asked for late, since the modules' services are themselves made with turns
        this.dueWork =
                SingletonSupplier.of(() ->
                        dueWork.stream()
                                .collect(Collectors.toMap(DueWork::kind, Function.identity())));
    }

    /** Runs a change in its turn, or as part of the turn that is already taken. */
    public <T> T take(Supplier<T> change) {
        return Turn.isTaken() ? change.get() : take(locked -> change.get());
    }

    /** The same for a change that wants to know how the account stood when its turn came. */
    <T> T take(Function<Accounts.Locked, T> change) {
        while (true) {
            var done = inTransaction(() -> attempt(change));
            if (done.isPresent()) {
                var taken = done.get();
                Recording.current().ifPresent(recording -> recording.committed(taken.turn()));
                return taken.result();
            }
            settle();
        }
    }

    /** Runs a change alone on the account, whatever may be due: for what replaces all its state. */
    <T> T takeRegardless(Function<Accounts.Locked, T> change) {
        var result = inTransaction(() -> change.apply(lock()));
        Recording.current().ifPresent(Recording::committed);
        return result;
    }

    /** The same, unless the account has gone, which another process may have seen to. */
    <T> Optional<T> takeIfThere(Function<Accounts.Locked, T> change) {
        return inTransaction(() -> accounts.lock(CurrentAccount.tenant().id()).map(change));
    }

    /** Lets everything happen that has fallen due by now. */
    void settle() {
        settle(() -> {});
    }

    /** The same, telling each time that a part of it has happened for good. */
    void settle(Runnable progress) {
        try {
            while (inTransaction(() -> runBatch(now(lock())))) {
                progress.run();
            }
        } catch (RuntimeException failed) {
            settleOneByOne(progress);
        }
        progress.run();
    }

    /** Lets some of it happen, as much as makes one transaction: for who watches all of it. */
    void settleSome() {
        inTransaction(() -> runBatch(now(lock())));
    }

    /** What comes before a piece that fails happens all the same, and the piece fails alone. */
    private void settleOneByOne(Runnable progress) {
        while (inTransaction(() -> runFirstDue(now(lock())))) {
            progress.run();
        }
    }

    /** Answers whether more may be due. */
    private boolean runBatch(Instant now) {
        if (!agenda.isAnythingDue(now)) {
            return false;
        }
        var batch = new DueBatch(agenda.all());
        return batch.bind()
                .call(() -> {
                    var more = true;
                    for (var piece = 0; more && piece < piecesAtOnce; piece++) {
                        more = runFirstDue(now);
                    }
                    events.write(batch.turns());
                    numbering.write(batch);
                    agenda.write(batch);
                    // when batches share a transaction, the next must not drag this one's rows on
                    entities.flush();
                    entities.clear();
                    return more;
                });
    }

    Instant now(Accounts.Locked locked) {
        return locked.clock().at(clock.systemMillis());
    }

    private record Taken<T>(Turn turn, T result) {}

    private <T> Optional<Taken<T>> attempt(Function<Accounts.Locked, T> change) {
        var locked = lock();
        var now = now(locked);
        if (agenda.isAnythingDue(now)) {
            return Optional.empty();
        }
        idempotencyKeys.apply();
        if (!locked.written()) {
            accounts.setWritten(CurrentAccount.tenant().id(), true);
        }
        var turn = Turn.asked(now);
        var result = run(turn, () -> change.apply(locked));
        Recording.current().ifPresent(Recording::beforeCommit);
        return Optional.of(new Taken<>(turn, result));
    }

    private boolean runFirstDue(Instant now) {
        var entry = agenda.takeFirst(now);
        entry.ifPresent(due -> {
            pulse.duePiece(due.kind());
            var work = dueWork.obtain().get(due.kind());
            if (work == null) {
                throw new IllegalStateException("Nobody runs due work of kind " + due.kind());
            }
            run(
                    Turn.due(due),
                    () -> {
                        work.runDue(due.subject(), due.due());
                        return true;
                    });
        });
        return entry.isPresent();
    }

    private <T> T run(Turn turn, Supplier<T> change) {
        var result = turn.bind().call(change::get);
        events.keep(turn);
        recentlyWritten.add(CurrentAccount.tenant().id());
        return result;
    }

    private Accounts.Locked lock() {
        return accounts.lock(CurrentAccount.tenant().id())
                .orElseThrow(() -> new Refusal.NotFound("The account has just been deleted"));
    }

    private <T> T inTransaction(Supplier<T> work) {
        var queue =
                queues.computeIfAbsent(
                        CurrentAccount.tenant().id(), account -> new ReentrantLock(true));
        var asked = System.nanoTime();
        queue.lock();
        var begun = System.nanoTime();
        try {
            var result = transaction.execute(status -> work.get());
            if (result == null) {
                throw new IllegalStateException("A turn answers something");
            }
            return result;
        } finally {
            pulse.turn(asked, begun, System.nanoTime());
            queue.unlock();
        }
    }

    /** What an intercepted method throws; only unchecked exceptions leave a module's service. */
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException runtime
                ? runtime
                : new UndeclaredThrowableException(thrown);
    }
}
