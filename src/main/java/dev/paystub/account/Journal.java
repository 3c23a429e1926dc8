package dev.paystub.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Every request of an account and its answer, in the order in which they were answered. What was
 * answered before somebody asks is there: an entry is handed over before its answer leaves. Bounded
 * by count and by size, for each account and for all; it says how many were dropped. No state of
 * the account: snapshots leave it alone, a reset empties it.
 */
@Service
public class Journal {

    /** How much is kept of a body, in characters. */
    public static final int LONGEST_BODY = 16_384;

    private static final int LONGEST_PATH = 2000;
    private static final int MOST_EFFECTS = 50;

    private final JournalTable table;
    private final JournalWriter writer;

    Journal(JournalTable table, JournalWriter writer) {
        this.table = table;
        this.writer = writer;
    }

    /**
     * What was sent and what was answered, secrets removed.
     *
     * @param requestId the answer's {@code X-Request-Id}
     * @param operation the documented operation, or the route
     * @param outcome how a documented operation ended, null when it was none or failed on purpose
     * @param status null when no answer was sent
     * @param fault what was done to it on purpose
     * @param faultSource who asked for that
     * @param violations how it departs from the contract
     */
    public record Exchange(
            String requestId,
            String method,
            String path,
            @Nullable String query,
            @Nullable String operation,
            @Nullable String outcome,
            @Nullable Integer status,
            Body request,
            Body response,
            @Nullable String contentType,
            @Nullable String fault,
            @Nullable String faultSource,
            List<String> violations) {}

    /** A body as far as it is kept, and how long it was. */
    public record Body(@Nullable String text, int bytes) {

        public static final Body NONE = new Body(null, 0);

        /** Cut to what is kept. */
        public Body {
            if (text != null && text.length() > LONGEST_BODY) {
                text = text.substring(0, LONGEST_BODY);
            }
        }
    }

    /** A fact that a request brought about. */
    public record Effect(String type, String subject, @Nullable String from, @Nullable String to) {}

    /**
     * One request of the account.
     *
     * @param number its place, growing from entry to entry
     * @param at what the account's clock showed
     * @param changed whether anything was committed
     * @param effects the first of what it brought about
     * @param effectCount how many there were
     */
    public record Entry(
            long number,
            Exchange exchange,
            Instant at,
            Duration duration,
            boolean changed,
            List<Effect> effects,
            int effectCount) {}

    /** Entries, and how many there were that are not kept any more. */
    public record Contents(List<Entry> entries, long dropped) {}

    /** Keeps what has become of a request that has opened an account. */
    public void keep(Recording recording, Exchange exchange) {
        var effects =
                recording.effects().stream()
                        .limit(MOST_EFFECTS)
                        .map(fact ->
                                new Effect(fact.type(), fact.subject(), fact.from(), fact.to()))
                        .toList();
        var entry =
                new Entry(
                        0,
                        storable(exchange),
                        recording.at(),
                        recording.duration(),
                        recording.changed(),
                        effects,
                        recording.effects().size());
        writer.write(new JournalWriter.Kept(recording.account().id(), entry));
    }

    /** PostgreSQL keeps no NUL, and a path may be longer than anybody wants to read. */
    private static Exchange storable(Exchange exchange) {
        return new Exchange(
                exchange.requestId(),
                exchange.method().substring(0, Math.min(20, exchange.method().length())),
                cut(exchange.path()),
                exchange.query() == null ? null : cut(exchange.query()),
                exchange.operation(),
                exchange.outcome(),
                exchange.status(),
                storable(exchange.request()),
                storable(exchange.response()),
                exchange.contentType(),
                exchange.fault(),
                exchange.faultSource(),
                exchange.violations());
    }

    private static Body storable(Body body) {
        return new Body(
                body.text() == null ? null : body.text().replace('\0', '\uFFFD'), body.bytes());
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(LONGEST_PATH, text.length())).replace('\0', '\uFFFD');
    }

    /** All that is kept of the current account's traffic, the oldest first. */
    public Contents read() {
        var account = CurrentAccount.tenant().id();
        writer.flush();
        table.trim(account);
        return new Contents(table.read(account), table.dropped(account));
    }

    /** Empties the current account's journal, and forgets what was dropped. */
    public void clear() {
        writer.flush();
        table.clear(CurrentAccount.tenant().id());
    }
}
