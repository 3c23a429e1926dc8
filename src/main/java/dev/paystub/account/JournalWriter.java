package dev.paystub.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes the journal beside the requests, many entries at once. Where the database is this
 * process's own, handing an entry over is enough, for whoever reads it asks here first; where
 * others share it, the answer waits until the entry is stored. When requests come faster than they
 * are written they wait: no entry is lost. One that cannot be stored is counted as dropped.
 */
@Component
class JournalWriter implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int WAITING = 2000;
    private static final int AT_ONCE = 200;

    /** Trimming reads what is there, so it waits until a part of the bound has been added. */
    private static final int TRIMS_PER_BOUND = 4;

    private final JournalTable table;
    private final CoverageTable coverage;
    private final JournalProperties properties;
    private final EngineMetrics engineMetrics;
    private final boolean shared;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(WAITING);
    private final Map<Long, Added> added = new HashMap<>();

    /** How many entries of each account are lost and not counted yet. */
    private final Map<Long, Integer> lost = new ConcurrentHashMap<>();

    private long addedInAll;
    private @Nullable Thread thread;

    JournalWriter(
            JournalTable table,
            CoverageTable coverage,
            JournalProperties properties,
            EngineMetrics engineMetrics,
            JdbcConnectionDetails database) {
        this.table = table;
        this.coverage = coverage;
        this.properties = properties;
        this.engineMetrics = engineMetrics;
        this.shared = !database.getJdbcUrl().startsWith("jdbc:h2:");
    }

    /** An entry, and whose it is. */
    record Kept(long account, Journal.Entry entry) {}

    /** What is written, or only waited for when it is null. */
    private record Item(@Nullable Kept kept, CompletableFuture<Boolean> done) {}

    private static final class Added {
        private int entries;
        private long bytes;
    }

    void write(Kept kept) {
        var item = new Item(kept, new CompletableFuture<>());
        put(item);
        if (shared) {
            item.done().join();
        }
    }

    /** Notes that an account has one entry less than it had requests. */
    void lose(long account) {
        engineMetrics.unrecorded("journal");
        lost.merge(account, 1, Integer::sum);
    }

    /** Returns when all that was handed over before has been written. */
    void flush() {
        var item = new Item(null, new CompletableFuture<>());
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

    /** Whatever happens, the next entries are written: requests wait for this thread. */
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
                note(entries);
            }
            countLost();
        } finally {
            items.forEach(item -> item.done().complete(true));
        }
        trim(entries);
    }

    /** What one entry has wrong must not cost the others. */
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

    private void note(List<Kept> entries) {
        var items = new HashMap<Long, Set<String>>();
        for (var kept : entries) {
            var exchange = kept.entry().exchange();
            if (exchange.operation() != null && exchange.outcome() != null) {
                var of = items.computeIfAbsent(kept.account(), account -> new TreeSet<>());
                of.add(Coverage.operation(exchange.operation()));
                of.add(
                        Coverage.outcome(
                                exchange.operation().replaceFirst("\\?.*", ""),
                                exchange.outcome()));
            }
        }
        items.forEach(this::note);
    }

    private void note(long account, Set<String> items) {
        try {
            coverage.noteBesideOthers(account, items);
        } catch (RuntimeException e) {
            LOG.error("Coverage could not be noted: {}", items, e);
            engineMetrics.unrecorded("coverage");
        }
    }

    private void trim(List<Kept> entries) {
        try {
            for (var kept : entries) {
                var bytes = JournalTable.size(kept.entry());
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

    /** After the web server: its last requests are written too. */
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
