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
 * Lets so many in at a time, and so many of one account. Who waits waits with its account: accounts
 * take turns, each with the one that has waited longest, so that a hundred of one account hold
 * another up by no more than one of them. A closed gate refuses everybody, those who wait as well.
 */
final class Gate {

    private final int each;
    private final Supplier<RuntimeException> refusal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Integer> inside = new HashMap<>();

    /** Accounts in the order in which it is their turn. */
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

    /** Waits until there is a place; {@link #leave} gives it back. */
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

    /** Whether somebody waits. */
    boolean isWanted() {
        return wanted;
    }

    /** How many wait. */
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
                waiting.put(next, some); // behind all others
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
