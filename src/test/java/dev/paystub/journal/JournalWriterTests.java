package dev.paystub.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.paystub.account.DatabaseKind;
import dev.paystub.contract.CoverageRecorder;
import dev.paystub.contract.CoverageTable;
import dev.paystub.engine.EngineMetrics;
import dev.paystub.http.ApiSurface;
import dev.paystub.journal.Journal.Entry;
import dev.paystub.journal.Journal.LoggedExchange;
import dev.paystub.journal.Journal.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.util.unit.DataSize;

/** Entries that cannot be stored affect neither other entries nor requests, and are counted. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class JournalWriterTests {

    private static final long ACCOUNT = 7;

    private final JournalTable table = mock(JournalTable.class);
    private final CoverageTable coverage = mock(CoverageTable.class);
    private final EngineMetrics engineMetrics = new EngineMetrics();
    private final List<String> stored = new ArrayList<>();
    private JournalWriter writer;

    private final ObjectProvider<JournalListener> listeners =
            new ObjectProvider<>() {
                @Override
                public Stream<JournalListener> orderedStream() {
                    return Stream.of(new CoverageRecorder(coverage, writer, engineMetrics));
                }
            };

    @BeforeEach
    void start() {
        var database = DatabaseKind.of("jdbc:postgresql://x/y");
        when(coverage.isNew(anyLong(), any())).thenReturn(true);
        writer =
                new JournalWriter(
                        table,
                        listeners,
                        new JournalProperties(10, DataSize.ofMegabytes(1), DataSize.ofMegabytes(1)),
                        engineMetrics,
                        database);
        doAnswer(
                        call -> {
                            List<JournalWriter.Kept> entries = call.getArgument(0);
                            if (entries.stream().anyMatch(kept -> path(kept).equals("/bad"))) {
                                throw new DataIntegrityViolationException("too long");
                            }
                            entries.forEach(kept -> stored.add(path(kept)));
                            return null;
                        })
                .when(table)
                .insert(any());
        writer.start();
    }

    @AfterEach
    void stop() {
        writer.stop();
    }

    private static String path(JournalWriter.Kept kept) {
        return kept.entry().exchange().path();
    }

    private void keep(String path) {
        var exchange =
                new LoggedExchange(
                        "id",
                        ApiSurface.Source.API,
                        "GET",
                        path,
                        null,
                        "getBalance",
                        "200",
                        200,
                        false,
                        false,
                        Message.NONE,
                        Message.NONE,
                        null,
                        null,
                        null,
                        List.of());
        writer.write(
                new JournalWriter.Kept(
                        ACCOUNT,
                        new Entry(
                                0,
                                exchange,
                                Instant.EPOCH,
                                null,
                                Duration.ZERO,
                                false,
                                List.of(),
                                0,
                                List.of())));
    }

    @Test
    void entryThatCannotBeStoredIsCountedAsDropped() {
        keep("/a");
        keep("/bad");
        keep("/b");
        assertThat(stored).containsExactly("/a", "/b");
        verify(table).lost(ACCOUNT, 1);
        assertThat(engineMetrics.unrecorded()).containsEntry("journal", 1L);
    }

    @Test
    void whatCannotBeCountedYetIsCountedLater() {
        doThrow(new DataIntegrityViolationException("away"))
                .doNothing()
                .when(table)
                .lost(anyLong(), anyInt());
        keep("/bad");
        keep("/bad");
        verify(table).lost(ACCOUNT, 2);
    }

    @Test
    void coverageThatFailsCostsNoEntry() {
        doThrow(new IllegalStateException("away")).when(coverage).note(any());
        keep("/a");
        assertThat(stored).containsExactly("/a");
        assertThat(engineMetrics.unrecorded()).containsEntry("coverage", 1L);
    }

    @Test
    void writerGoesOnAfterWhateverFails() {
        doThrow(new StackOverflowError()).doNothing().when(table).trim(anyLong());
        for (var i = 0; i < 20; i++) {
            keep("/" + i);
        }
        assertThat(stored).hasSize(20);
    }
}
