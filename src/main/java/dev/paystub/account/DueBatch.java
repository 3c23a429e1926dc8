package dev.paystub.account;

import dev.paystub.account.Schedule.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Many pieces of due work in one transaction: what each piece asks of the agenda, of the numberings
 * and of the event log is kept here, and written at the end in a few statements. A year of hourly
 * services is tens of thousands of pieces, which a statement each would make minutes.
 */
final class DueBatch {

    private static final ScopedValue<DueBatch> BATCH = ScopedValue.newInstance();

    private record Subject(String kind, long number) {}

    private final Map<Subject, Entry> before = new HashMap<>();
    private final Map<Subject, Entry> planned = new HashMap<>();
    private final TreeSet<Entry> inOrder =
            new TreeSet<>(
                    Comparator.comparing(Entry::due)
                            .thenComparing(Entry::kind)
                            .thenComparingLong(Entry::subject));
    private final Map<String, Long> lastNumbers = new HashMap<>();
    private final List<Change> turns = new ArrayList<>();

    DueBatch(List<Entry> agenda) {
        for (var entry : agenda) {
            before.put(new Subject(entry.kind(), entry.subject()), entry);
            plan(entry);
        }
    }

    static @Nullable DueBatch current() {
        return BATCH.isBound() ? BATCH.get() : null;
    }

    ScopedValue.Carrier bind() {
        return ScopedValue.where(BATCH, this);
    }

    void plan(Entry entry) {
        cancel(entry.kind(), entry.subject());
        planned.put(new Subject(entry.kind(), entry.subject()), entry);
        if (entry.aside() == null) {
            inOrder.add(entry);
        }
    }

    void cancel(String kind, long subject) {
        var earlier = planned.remove(new Subject(kind, subject));
        if (earlier != null) {
            inOrder.remove(earlier);
        }
    }

    Optional<Entry> takeFirst(Instant until) {
        if (inOrder.isEmpty() || inOrder.getFirst().due().isAfter(until)) {
            return Optional.empty();
        }
        var first = inOrder.getFirst();
        cancel(first.kind(), first.subject());
        return Optional.of(first);
    }

    /** Entries that were there and are not any more, as they were. */
    Collection<Entry> gone() {
        return before.entrySet().stream()
                .filter(was -> !was.getValue().equals(planned.get(was.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Entries that were not there. */
    Collection<Entry> come() {
        return planned.entrySet().stream()
                .filter(is -> !is.getValue().equals(before.get(is.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    Map<String, Long> lastNumbers() {
        return lastNumbers;
    }

    List<Change> turns() {
        return turns;
    }
}
