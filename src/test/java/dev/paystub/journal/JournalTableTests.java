package dev.paystub.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paystub.http.ApiSurface;
import dev.paystub.journal.Journal.Entry;
import dev.paystub.journal.Journal.LoggedExchange;
import dev.paystub.journal.Journal.Message;
import dev.paystub.testing.ServerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** Entries are stored all or none, so that those of a failed insert can be inserted one by one. */
@ServerTest
@Tag("postgres")
class JournalTableTests {

    private final long account = ThreadLocalRandom.current().nextLong(1L << 40, 1L << 41);
    @Autowired private JournalTable table;

    @AfterEach
    void clear() {
        table.remove(account);
    }

    private JournalWriter.Kept entry(String requestId) {
        var exchange =
                new LoggedExchange(
                        requestId,
                        ApiSurface.Source.STRIPE_JS,
                        "GET",
                        "/v1/customers",
                        null,
                        null,
                        null,
                        200,
                        false,
                        false,
                        Message.NONE,
                        Message.NONE,
                        null,
                        null,
                        null,
                        List.of());
        return new JournalWriter.Kept(
                account,
                new Entry(
                        0,
                        exchange,
                        Instant.EPOCH,
                        null,
                        Duration.ZERO,
                        false,
                        List.of(),
                        0,
                        List.of()));
    }

    @Test
    void entriesAreReadAsTheyWereStored() {
        table.insert(List.of(entry("one"), entry("two")));

        assertThat(table.readAfter(account, 0, 10))
                .extracting(Entry::exchange)
                .containsExactly(entry("one").entry().exchange(), entry("two").entry().exchange());
    }

    @Test
    void nothingOfAFailedInsertIsStored() {
        assertThatThrownBy(() -> table.insert(List.of(entry("one"), entry("x".repeat(10_000)))))
                .isInstanceOf(DataAccessException.class);

        assertThat(table.readAfter(account, 0, 10)).isEmpty();
    }
}
