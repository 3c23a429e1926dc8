package dev.paystub.journal;

import dev.paystub.account.DatabaseKind;
import dev.paystub.engine.EngineMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Writes the journal on its own thread, many entries at once. If no other process shares the
 * database, a response waits only until its entry is handed over, because readers in this process
 * flush the writer first. If others share it, the response waits until the entry is stored. When
 * requests arrive faster than they are written, they wait; no entry is lost. An entry that cannot
 * be stored counts as dropped.
 */
@Component
public class JournalWriter implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int WAITING = 2000;
    private static final int AT_ONCE = 200;

    /** Trimming reads the table, so it runs only after a quarter of a limit has been added. */
    private static final int TRIMS_PER_BOUND = 4;

    private final JournalTable table;
    private final SingletonSupplier<List<JournalListener>> listeners;
    private final JournalProperties properties;
    private final EngineMetrics engineMetrics;
    private final boolean shared;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(WAITING);
    private final Map<Long, Added> added = new HashMap<>();

    /** Dropped entries of each account that are not yet counted in the database. */
    private final Map<Long, Integer> lost = new ConcurrentHashMap<>();

    private long addedInAll;
    private volatile @Nullable Thread thread;

    JournalWriter(
            JournalTable table,
            ObjectProvider<JournalListener> listeners,
            JournalProperties properties,
            EngineMetrics engineMetrics,
            DatabaseKind database) {
        this.table = table;
        this.listeners = SingletonSupplier.of(() -> listeners.orderedStream().toList());
        this.properties = properties;
        this.engineMetrics = engineMetrics;
        this.shared = database.isShared();
    }

    /** An entry and its account. */
    record Kept(long account, Journal.Entry entry) {}

    /** An item in the queue: an entry, or other work to run on this thread. */
    private record Item(@Nullable Kept kept, Runnable other, CompletableFuture<Boolean> done) {

        private static Item of(Kept kept) {
            return new Item(kept, () -> {}, new CompletableFuture<>());
        }

        private static Item of(Runnable other) {
            return new Item(null, other, new CompletableFuture<>());
        }
    }

    private static final class Added {
        private int entries;
        private long bytes;
    }

    void write(Kept kept) {
        var item = Item.of(kept);
        put(item);
        if (shared) {
            item.done().join();
        }
    }

    /**
     * Runs other work with the entries that were handed over before, at the latest before those
     * that follow are written. Does not wait for it. On this thread it runs at once.
     */
    public void write(Runnable other) {
        if (isRunning() && !Thread.currentThread().equals(thread)) {
            put(Item.of(other));
        } else {
            other.run();
        }
    }

    /** Counts an entry of an account as dropped. */
    void lose(long account) {
        engineMetrics.unrecorded("journal");
        lost.merge(account, 1, Integer::sum);
    }

    /** Waits until everything that was handed over before has been written. */
    public void flush() {
        var item = Item.of(() -> {});
        put(item);
        item.done().join();
    }

    private void put(Item item) {
        try {
            queue.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the journal was full", e);
        }
    }

    private void run() {
        try {
            var items = new ArrayList<Item>();
            while (true) {
                items.add(queue.take());
                queue.drainTo(items, AT_ONCE - 1);
                writeAndGoOn(items);
                items.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("The journal's writer ends");
        }
    }

    /** Continues with the next entries after any error, because requests wait for this thread. */
    private void writeAndGoOn(List<Item> items) {
        try {
            write(items);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("The journal's writer failed, and goes on", e);
            engineMetrics.unrecorded("journal");
        }
    }

    private void write(List<Item> items) {
        var entries = new ArrayList<Kept>(items.size());
        for (var item : items) {
            if (item.kept() != null) {
                entries.add(item.kept());
            }
        }
        try {
            if (!entries.isEmpty()) {
                insert(entries);
                notifyListeners(entries);
            }
            items.forEach(item -> item.other().run());
            countLost();
        } finally {
            items.forEach(item -> item.done().complete(true));
        }
        trim(entries);
    }

    /**
     * Inserts entries. After an error it inserts each alone, so that only the invalid ones are
     * lost.
     */
    private void insert(List<Kept> entries) {
        try {
            table.insert(entries);
        } catch (RuntimeException | StackOverflowError e) {
            if (entries.size() == 1) {
                LOG.error("An entry of the journal could not be written, and is dropped", e);
                lose(entries.getFirst().account());
            } else {
                entries.forEach(entry -> insert(List.of(entry)));
            }
        }
    }

    private void countLost() {
        for (var account : List.copyOf(lost.keySet())) {
            var entries = lost.remove(account);
            if (entries != null) {
                try {
                    table.lost(account, entries);
                } catch (RuntimeException e) {
                    LOG.error("Dropped entries could not be counted; it is tried again", e);
                    lost.merge(account, entries, Integer::sum);
                }
            }
        }
    }

    private void notifyListeners(List<Kept> entries) {
        var stored =
                entries.stream()
                        .map(kept ->
                                new JournalListener.Stored(kept.account(), kept.entry().exchange()))
                        .toList();
        listeners.obtain().forEach(listener -> listener.stored(stored));
    }

    private void trim(List<Kept> entries) {
        try {
            for (var kept : entries) {
                var bytes = kept.entry().size();
                addedInAll += bytes;
                var count = added.computeIfAbsent(kept.account(), account -> new Added());
                count.entries++;
                count.bytes += bytes;
                if (count.entries * TRIMS_PER_BOUND > properties.maxEntries()
                        || count.bytes * TRIMS_PER_BOUND > properties.maxSize().toBytes()) {
                    added.remove(kept.account());
                    table.trim(kept.account());
                }
            }
            if (addedInAll * TRIMS_PER_BOUND > properties.maxTotal().toBytes()) {
                addedInAll = 0;
                table.trimAll();
            }
        } catch (RuntimeException e) {
            LOG.error("The journal could not be trimmed; it is tried again", e);
        }
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().name("journal").daemon().start(this::run);
    }

    /** Stops after the web server, so that the last requests are written, too. */
    @Override
    public void stop() {
        if (thread != null) {
            flush();
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
