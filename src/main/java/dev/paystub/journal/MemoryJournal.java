package dev.paystub.journal;

import dev.paystub.engine.EngineMetrics;
import dev.paystub.journal.Journal.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/**
 * The journal in memory. An account's entries are in one queue with a lock of its own, which is
 * held for an addition or a copy of references only, so that requests of different accounts never
 * meet.
 */
final class MemoryJournal implements JournalStore {

    /**
     * The part of the common limit that is freed at once, since finding the oldest entries goes
     * through all accounts.
     */
    private static final int PARTS = 8;

    private final JournalProperties properties;
    private final EngineMetrics engineMetrics;
    private final SingletonSupplier<List<JournalListener>> listeners;
    private final Map<Long, Entries> byAccount = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean trimming = new AtomicBoolean();

    MemoryJournal(
            JournalProperties properties,
            ObjectProvider<JournalListener> listeners,
            EngineMetrics engineMetrics) {
        this.properties = properties;
        this.listeners = SingletonSupplier.of(() -> listeners.orderedStream().toList());
        this.engineMetrics = engineMetrics;
    }

    /** The entries of one account, oldest first. */
    private final class Entries {

        private final Deque<Entry> queue = new ArrayDeque<>();
        private long size;
        private long dropped;
        private long clears;

        /** Whether the account is gone; entries added later would never be removed. */
        private boolean removed;

        synchronized void add(Entry entry) {
            if (removed) {
                return;
            }
            var numbered = entry.numbered(numbers.incrementAndGet());
            queue.addLast(numbered);
            grow(numbered.size());
            while (queue.size() > properties.maxEntries()
                    || size > properties.maxSize().toBytes()) {
                dropFirst();
            }
        }

        private void grow(long by) {
            size += by;
            bytes.addAndGet(by);
        }

        private void dropFirst() {
            grow(-queue.removeFirst().size());
            dropped++;
        }

        synchronized void lose() {
            dropped++;
        }

        synchronized void remove() {
            clear();
            removed = true;
        }

        synchronized void clear() {
            queue.clear();
            grow(-size);
            dropped = 0;
            clears++;
        }

        /** Drops the oldest entry unless it is newer than that; returns the next one's number. */
        synchronized long dropUpTo(long number) {
            while (!queue.isEmpty() && queue.getFirst().number() <= number) {
                dropFirst();
            }
            return oldest();
        }

        synchronized long oldest() {
            return queue.isEmpty() ? Long.MAX_VALUE : queue.getFirst().number();
        }

        synchronized long last() {
            return queue.isEmpty() ? 0 : queue.getLast().number();
        }

        synchronized long dropped() {
            return dropped;
        }

        synchronized long clears() {
            return clears;
        }

        synchronized List<Entry> after(long number, int limit) {
            if (queue.isEmpty() || queue.getLast().number() <= number) {
                return List.of();
            }
            return upTo(limit, number, queue.iterator(), false);
        }

        synchronized List<Entry> before(long number, int limit) {
            return upTo(limit, number, queue.descendingIterator(), true);
        }

        private List<Entry> upTo(
                int limit, long number, Iterator<Entry> inOrder, boolean descending) {
            var found = new ArrayList<Entry>(Math.min(limit, queue.size()));
            while (inOrder.hasNext() && found.size() < limit) {
                var entry = inOrder.next();
                if (descending ? entry.number() < number : entry.number() > number) {
                    found.add(entry);
                }
            }
            return found;
        }
    }

    private Entries of(long account) {
        // most requests find their account's, for which the map takes no lock
        var entries = byAccount.get(account);
        return entries == null
                ? byAccount.computeIfAbsent(account, first -> new Entries())
                : entries;
    }

    @Override
    public void keep(long account, Entry entry) {
        of(account).add(entry);
        var stored = List.of(new JournalListener.Stored(account, entry.exchange()));
        for (var listener : listeners.obtain()) {
            listener.stored(stored);
        }
        if (bytes.get() > properties.maxTotal().toBytes()) {
            trim();
        }
    }

    /** Drops the oldest entries of all accounts until a part of the common limit is free. */
    private void trim() {
        if (!trimming.compareAndSet(false, true)) {
            return; // another request does it
        }
        try {
            var limit = properties.maxTotal().toBytes();
            dropOldest(limit - limit / PARTS);
        } finally {
            trimming.set(false);
        }
    }

    private record Oldest(long number, Entries entries) {}

    private void dropOldest(long limit) {
        var oldest = new PriorityQueue<>(Comparator.comparingLong(Oldest::number));
        byAccount.values().forEach(entries -> offer(oldest, entries.oldest(), entries));
        while (bytes.get() > limit && !oldest.isEmpty()) {
            var first = oldest.remove();
            offer(oldest, first.entries().dropUpTo(first.number()), first.entries());
        }
    }

    private static void offer(PriorityQueue<Oldest> queue, long number, Entries entries) {
        if (number < Long.MAX_VALUE) {
            queue.add(new Oldest(number, entries));
        }
    }

    @Override
    public void lose(long account) {
        engineMetrics.unrecorded("journal");
        of(account).lose();
    }

    private @Nullable Entries known(long account) {
        return byAccount.get(account);
    }

    @Override
    public List<Entry> readAfter(long account, long after, int limit) {
        var entries = known(account);
        return entries == null ? List.of() : entries.after(after, limit);
    }

    @Override
    public List<Entry> readBefore(long account, long before, int limit) {
        var entries = known(account);
        return entries == null ? List.of() : entries.before(before, limit);
    }

    @Override
    public long last(long account) {
        var entries = known(account);
        return entries == null ? 0 : entries.last();
    }

    @Override
    public long dropped(long account) {
        var entries = known(account);
        return entries == null ? 0 : entries.dropped();
    }

    @Override
    public long clears(long account) {
        var entries = known(account);
        return entries == null ? 0 : entries.clears();
    }

    @Override
    public void clear(long account) {
        var entries = known(account);
        if (entries != null) {
            entries.clear();
        }
    }

    @Override
    public void remove(long account) {
        var entries = byAccount.remove(account);
        if (entries != null) {
            entries.remove();
        }
    }
}
