package dev.paystub.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Admits a limited number of callers at a time, and a limited number per account. Callers queue per
 * account. Accounts are served round-robin, each with its longest waiting caller, so that a hundred
 * callers of one account delay another account by no more than one of them. A closed gate rejects
 * all callers, including those that already wait.
 */
final class Gate {

    private final int each;
    private final Supplier<RuntimeException> refusal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Integer> inside = new HashMap<>();

    /** Waiting callers by account, in the order in which the accounts are served. */
    private final LinkedHashMap<Long, ArrayDeque<CompletableFuture<Boolean>>> waiting =
            new LinkedHashMap<>();

    private int free;
    private volatile boolean wanted;
    private volatile boolean closed;

    Gate(int places, int each, Supplier<RuntimeException> refusal) {
        this.free = places;
        this.each = each;
        this.refusal = refusal;
    }

    /**
     * Waits until there is a place; {@link #leave} gives it back.
     *
     * @throws RuntimeException the supplied one, when the gate is closed
     */
    void enter(long account) {
        var admitted = new CompletableFuture<Boolean>();
        lock.lock();
        try {
            if (closed) {
                throw refusal.get();
            }
            waiting.computeIfAbsent(account, first -> new ArrayDeque<>()).add(admitted);
            admit();
        } finally {
            lock.unlock();
        }
        try {
            admitted.join();
        } catch (CompletionException refused) {
            throw refusal.get();
        }
    }

    void leave(long account) {
        lock.lock();
        try {
            free++;
            inside.computeIfPresent(account, (id, many) -> many == 1 ? null : many - 1);
            admit();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether a caller is waiting. */
    boolean isWanted() {
        return wanted;
    }

    /** Returns the number of waiting callers. */
    int waiting() {
        lock.lock();
        try {
            return waiting.values().stream().mapToInt(ArrayDeque::size).sum();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.values()
                    .forEach(some ->
                            some.forEach(each -> each.completeExceptionally(refusal.get())));
            waiting.clear();
            wanted = false;
        } finally {
            lock.unlock();
        }
    }

    private void admit() {
        while (free > 0) {
            var next = next();
            if (next == null) {
                break;
            }
            free--;
            inside.merge(next, 1, Integer::sum);
            var some = waiting.remove(next);
            if (some == null) {
                throw new IllegalStateException("Who is next waits");
            }
            some.remove().complete(true);
            if (!some.isEmpty()) {
                waiting.put(next, some); // behind all other accounts
            }
        }
        wanted = !waiting.isEmpty();
    }

    private @Nullable Long next() {
        for (var account : waiting.keySet()) {
            if (inside.getOrDefault(account, 0) < each) {
                return account;
            }
        }
        return null;
    }
}
