package dev.paystub.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.engine.EngineMetrics;
import dev.paystub.http.ApiSurface;
import dev.paystub.journal.Journal.Entry;
import dev.paystub.journal.Journal.LoggedExchange;
import dev.paystub.journal.Journal.Message;
import dev.paystub.testing.AtOnce;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.unit.DataSize;

/** The journal in memory: order, bounds, and what is counted as dropped. */
class MemoryJournalTests {

    private static final long ONE = 1;
    private static final long OTHER = 2;

    private static final ObjectProvider<JournalListener> NOBODY =
            new ObjectProvider<>() {
                @Override
                public Stream<JournalListener> orderedStream() {
                    return Stream.empty();
                }
            };

    private static MemoryJournal journal(int entries, int size, int total) {
        return new MemoryJournal(
                new JournalProperties(entries, DataSize.ofBytes(size), DataSize.ofBytes(total)),
                NOBODY,
                new EngineMetrics());
    }

    private static Entry entry(String path, int length) {
        return entry(path, length, List.of());
    }

    private static Entry entry(String path, int length, List<String> violations) {
        var exchange =
                new LoggedExchange(
                        "id",
                        ApiSurface.Source.API,
                        "GET",
                        path,
                        null,
                        null,
                        null,
                        200,
                        false,
                        false,
                        new Message(null, "x".repeat(length), length),
                        Message.NONE,
                        null,
                        null,
                        null,
                        violations);
        return new Entry(
                0,
                exchange,
                Instant.EPOCH,
                Instant.EPOCH,
                Duration.ZERO,
                false,
                List.of(),
                0,
                List.of());
    }

    private static List<String> paths(List<Entry> entries) {
        return entries.stream().map(kept -> kept.exchange().path()).toList();
    }

    @Test
    void deviationsFromTheContractCountToo() {
        var journal = journal(100, 1_000_000, 10_000);
        for (var i = 0; i < 10; i++) {
            journal.keep(ONE, entry("/a", 0, List.of("x".repeat(2_000))));
        }
        assertThat(journal.dropped(ONE)).isPositive();
    }

    @Test
    void accountThatIsRemovedKeepsNothing() {
        var journal = journal(100, 1_000_000, 10_000);
        journal.keep(ONE, entry("/a", 3_000));
        journal.remove(ONE);
        journal.keep(OTHER, entry("/b", 3_000));
        journal.keep(OTHER, entry("/c", 3_000));
        assertThat(journal.dropped(OTHER)).isZero();
    }

    @Test
    void entriesAreReadInBothDirectionsFromAPlace() {
        var journal = journal(100, 1_000_000, 1_000_000);
        for (var path : List.of("/a", "/b", "/c", "/d")) {
            journal.keep(ONE, entry(path, 0));
            journal.keep(OTHER, entry("/other", 0));
        }
        var all = journal.readAfter(ONE, 0, 10);
        assertThat(paths(all)).containsExactly("/a", "/b", "/c", "/d");
        assertThat(all).extracting(Entry::number).isSorted().doesNotHaveDuplicates();
        var second = all.get(1).number();
        assertThat(paths(journal.readAfter(ONE, second, 1))).containsExactly("/c");
        assertThat(paths(journal.readBefore(ONE, second, 10))).containsExactly("/a");
        assertThat(paths(journal.readBefore(ONE, Long.MAX_VALUE, 2))).containsExactly("/d", "/c");
        assertThat(journal.last(ONE)).isEqualTo(all.getLast().number());
        assertThat(journal.readAfter(ONE, journal.last(ONE), 10)).isEmpty();
        assertThat(journal.readAfter(3, 0, 10)).isEmpty();
    }

    @Test
    void oldestAreDroppedByNumberAndBySize() {
        var journal = journal(3, 2_000, 1_000_000);
        for (var i = 0; i < 5; i++) {
            journal.keep(ONE, entry("/" + i, 0));
        }
        assertThat(paths(journal.readAfter(ONE, 0, 10))).containsExactly("/2", "/3", "/4");
        assertThat(journal.dropped(ONE)).isEqualTo(2);
        journal.keep(ONE, entry("/long", 1_200));
        assertThat(paths(journal.readAfter(ONE, 0, 10))).containsExactly("/4", "/long");
        assertThat(journal.dropped(ONE)).isEqualTo(4);
        journal.lose(ONE);
        assertThat(journal.dropped(ONE)).isEqualTo(5);
    }

    @Test
    void oldestOfAllAreDroppedBeyondTheCommonLimit() {
        var journal = journal(1_000, 1_000_000, 10_000);
        for (var i = 0; i < 5; i++) {
            journal.keep(ONE, entry("/one", 0));
        }
        for (var i = 0; i < 100; i++) {
            journal.keep(OTHER, entry("/other", 0));
        }
        assertThat(journal.readAfter(ONE, 0, 10)).isEmpty();
        assertThat(journal.dropped(ONE)).isEqualTo(5);
        var kept = journal.readAfter(OTHER, 0, 1_000);
        assertThat(kept.stream().mapToInt(Entry::size).sum()).isBetween(8_000, 10_000);
        assertThat(kept.size() + journal.dropped(OTHER)).isEqualTo(100);
    }

    @Test
    void emptiedJournalStartsAnewAndIsCounted() {
        var journal = journal(10, 1_000_000, 1_000_000);
        journal.keep(ONE, entry("/a", 0));
        var last = journal.last(ONE);
        journal.lose(ONE);
        journal.clear(ONE);
        assertThat(journal.readAfter(ONE, 0, 10)).isEmpty();
        assertThat(journal.dropped(ONE)).isZero();
        assertThat(journal.clears(ONE)).isEqualTo(1);
        journal.keep(ONE, entry("/b", 0));
        assertThat(journal.last(ONE)).isGreaterThan(last);
        journal.remove(ONE);
        assertThat(journal.last(ONE)).isZero();
    }

    @Test
    void nothingIsLostByAdditionsAtOnce() {
        var journal = journal(100, 1_000_000, 20_000);
        AtOnce.run(
                8,
                client -> {
                    for (var i = 0; i < 500; i++) {
                        journal.keep(client, entry("/" + i, 0));
                    }
                    return true;
                });
        var counted =
                LongStream.range(0, 8)
                        .map(account ->
                                journal.dropped(account)
                                        + journal.readAfter(account, 0, 1_000).size());
        assertThat(counted).containsOnly(500L);
        assertThat(
                        IntStream.range(0, 8)
                                .map(account ->
                                        journal.readAfter(account, 0, 1_000).stream()
                                                .mapToInt(Entry::size)
                                                .sum())
                                .sum())
                .isLessThanOrEqualTo(20_000);
    }
}
