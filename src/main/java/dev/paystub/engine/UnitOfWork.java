package dev.paystub.engine;

import dev.paystub.account.ClockState;
import dev.paystub.engine.Schedule.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one transaction to an account's numbering, schedule and event log, kept in memory.
 * {@link UnitOfWorkStore} reads the state once under the account's lock and writes it once before
 * the commit. A requested change is one unit, and a batch of scheduled tasks is one unit: a year of
 * ten hourly services is 88,000 tasks, for which a few statements each would take minutes.
 */
final class UnitOfWork {

    private static final ScopedValue<UnitOfWork> CURRENT = ScopedValue.newInstance();

    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::due)
                    .thenComparing(Entry::kind)
                    .thenComparingLong(Entry::subject);

    private final ClockState clock;
    private final Map<String, Long> storedNumbers;
    private final Map<String, Long> takenNumbers = new TreeMap<>();
    private final @Nullable Instant nextDue;
    private final long chain;
    private final List<Change> changes = new ArrayList<>();

    /** The planned entries by key; null for a cancelled entry. */
    private final Map<Entry.Key, @Nullable Entry> planned = new LinkedHashMap<>();

    /** All stored entries; null until they are loaded. */
    private @Nullable Map<Entry.Key, Entry> storedEntries;

    private final TreeSet<Entry> inOrder = new TreeSet<>(ORDER);

    private final Map<AccountInsert, List<AccountWriter.Row>> rowsAtEnd = new LinkedHashMap<>();

    private final Map<Remembered<?>, Object> remembered = new HashMap<>();

    /**
     * Creates a unit from the stored state.
     *
     * @param clock the account's clock
     * @param lastNumbers the number taken last, by name
     * @param nextDue when the first entry of the schedule falls due; null when there is none
     * @param chain the digest of the account's history; 0 when it has none
     */
    UnitOfWork(
            ClockState clock,
            Map<String, Long> lastNumbers,
            @Nullable Instant nextDue,
            long chain) {
        this.clock = clock;
        this.storedNumbers = lastNumbers;
        this.nextDue = nextDue;
        this.chain = chain;
    }

    static @Nullable UnitOfWork currentOrNull() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /**
     * Returns the unit of work of the current transaction.
     *
     * @throws IllegalStateException when no change is underway
     */
    static UnitOfWork current() {
        requireCurrent();
        return CURRENT.get();
    }

    /**
     * Checks that a change is underway.
     *
     * @throws IllegalStateException when none is
     */
    static void requireCurrent() {
        if (!CURRENT.isBound()) {
            throw new IllegalStateException(
                    "Numbering, schedule and rows change in an account's transaction only");
        }
    }

    ScopedValue.Carrier bind() {
        return ScopedValue.where(CURRENT, this);
    }

    @SuppressWarnings("unchecked") // only its own type is stored for a key
    <T> T remembered(Remembered<T> key, Supplier<T> read) {
        var known = remembered.get(key);
        if (known == null) {
            known = read.get();
            remembered.put(key, known);
        }
        return (T) known;
    }

    <T> void remember(Remembered<T> key, T value) {
        remembered.put(key, value);
    }

    void insertAtEnd(AccountInsert into, AccountWriter.Row row) {
        rowsAtEnd.computeIfAbsent(into, first -> new ArrayList<>()).add(row);
    }

    Map<AccountInsert, List<AccountWriter.Row>> rowsAtEnd() {
        return rowsAtEnd;
    }

    ClockState clock() {
        return clock;
    }

    void add(Change change) {
        changes.add(change);
    }

    List<Change> changes() {
        return changes;
    }

    long chain() {
        return chain;
    }

    /** Takes {@code count} consecutive numbers and returns the first. */
    long next(String name, int count) {
        var last = last(name);
        takenNumbers.put(name, last + count);
        return last + 1;
    }

    long last(String name) {
        var taken = takenNumbers.get(name);
        return taken == null ? storedNumbers.getOrDefault(name, 0L) : taken;
    }

    void startAfter(String name, long last) {
        takenNumbers.put(name, last);
    }

    Map<String, Long> takenNumbers() {
        return takenNumbers;
    }

    boolean isStored(String numbering) {
        return storedNumbers.containsKey(numbering);
    }

    /** Returns whether a stored entry is due at or before {@code until}. */
    boolean isAnythingDue(Instant until) {
        return nextDue != null && !nextDue.isAfter(until);
    }

    /** Loads the stored entries, which {@link #takeFirst} needs. */
    void load(List<Entry> entries) {
        var stored = new HashMap<Entry.Key, Entry>();
        for (var entry : entries) {
            stored.put(entry.key(), entry);
            if (entry.aside() == null) {
                inOrder.add(entry);
            }
        }
        storedEntries = stored;
    }

    void plan(Entry entry) {
        cancel(entry.key());
        planned.put(entry.key(), entry);
        inOrder.add(entry);
    }

    void cancel(Entry.Key key) {
        var earlier = planned.containsKey(key) ? planned.get(key) : stored(key);
        if (earlier != null) {
            inOrder.remove(earlier);
        }
        planned.put(key, null);
    }

    /**
     * Removes and returns the first entry that is due at or before {@code until}. Requires {@link
     * #load}.
     */
    Optional<Entry> takeFirst(Instant until) {
        if (inOrder.isEmpty() || inOrder.getFirst().due().isAfter(until)) {
            return Optional.empty();
        }
        var first = inOrder.getFirst();
        cancel(first.key());
        return Optional.of(first);
    }

    /** Returns the keys of entries to delete: those that may be stored and that change. */
    List<Entry.Key> gone() {
        return planned.entrySet().stream()
                .filter(plan -> storedEntries == null || stored(plan.getKey()) != null)
                .filter(this::isChange)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the entries to insert. */
    List<Entry> come() {
        return planned.entrySet().stream()
                .filter(this::isChange)
                .map(Map.Entry::getValue)
                .filter(Objects::nonNull)
                .toList();
    }

    private boolean isChange(Map.Entry<Entry.Key, @Nullable Entry> plan) {
        var entry = plan.getValue();
        return entry == null || !entry.equals(stored(plan.getKey()));
    }

    private @Nullable Entry stored(Entry.Key key) {
        return storedEntries == null ? null : storedEntries.get(key);
    }
}
