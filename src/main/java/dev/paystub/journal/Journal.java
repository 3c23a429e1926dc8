package dev.paystub.journal;

import dev.paystub.account.AccountListener;
import dev.paystub.account.CurrentAccount;
import dev.paystub.engine.RequestOutcome;
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
public class Journal implements AccountListener {

    /** How much is kept of a body, in characters. */
    public static final int LONGEST_BODY = 16_384;

    private static final int LONGEST_ID = 128;
    private static final int LONGEST_METHOD = 20;
    private static final int LONGEST_PATH = 2000;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_WORD = 40;
    private static final int LONGEST_SOURCE = 100;
    private static final int MOST_EFFECTS = 50;
    private static final int LONGEST_OF_EFFECT = 95;

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
    public record LoggedExchange(
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
     * @param wall what the machine's clock showed; null of what an older version has kept
     * @param changed whether anything was committed
     * @param effects the first of what it brought about
     * @param effectCount how many there were
     */
    public record Entry(
            long number,
            LoggedExchange exchange,
            Instant at,
            @Nullable Instant wall,
            Duration duration,
            boolean changed,
            List<Effect> effects,
            int effectCount) {}

    /** Entries, and how many there were that are not kept any more. */
    public record Contents(List<Entry> entries, long dropped) {}

    /** Keeps what has become of a request that has opened an account. */
    public void keep(RequestOutcome requestOutcome, LoggedExchange exchange) {
        var effects =
                requestOutcome.effects().stream()
                        .limit(MOST_EFFECTS)
                        .map(fact ->
                                new Effect(
                                        line(fact.type()),
                                        line(fact.subject()),
                                        lineOrNull(fact.from()),
                                        lineOrNull(fact.to())))
                        .toList();
        var entry =
                new Entry(
                        0,
                        storable(exchange),
                        requestOutcome.at(),
                        requestOutcome.wall(),
                        requestOutcome.duration(),
                        requestOutcome.changed(),
                        effects,
                        requestOutcome.effects().size());
        writer.write(new JournalWriter.Kept(requestOutcome.account().id(), entry));
    }

    /** Counts a request of which there can be no entry. */
    public void lose(RequestOutcome requestOutcome) {
        writer.lose(requestOutcome.account().id());
    }

    /** Each value as long as its column at most, whatever a caller sent for it. */
    private static LoggedExchange storable(LoggedExchange exchange) {
        return new LoggedExchange(
                cut(exchange.requestId(), LONGEST_ID),
                cut(exchange.method(), LONGEST_METHOD),
                cut(exchange.path(), LONGEST_PATH),
                cutOrNull(exchange.query(), LONGEST_PATH),
                cutOrNull(exchange.operation(), LONGEST_NAME),
                cutOrNull(exchange.outcome(), LONGEST_WORD),
                exchange.status(),
                storable(exchange.request()),
                storable(exchange.response()),
                cutOrNull(exchange.contentType(), LONGEST_NAME),
                cutOrNull(exchange.fault(), LONGEST_WORD),
                cutOrNull(exchange.faultSource(), LONGEST_SOURCE),
                exchange.violations().stream()
                        .map(violation -> violation.replaceAll("\\p{Cc}", "?"))
                        .toList());
    }

    private static Body storable(Body body) {
        return new Body(body.text() == null ? null : cut(body.text(), LONGEST_BODY), body.bytes());
    }

    /** A field of a line of its own. */
    private static String line(String text) {
        return cut(text, LONGEST_OF_EFFECT).replaceAll("\\p{Cc}", " ");
    }

    private static @Nullable String lineOrNull(@Nullable String text) {
        return text == null ? null : line(text);
    }

    private static @Nullable String cutOrNull(@Nullable String text, int longest) {
        return text == null ? null : cut(text, longest);
    }

    /** The text's beginning, of whole characters; without NUL, which PostgreSQL does not keep. */
    static String cut(String text, int longest) {
        var end = Math.min(longest, text.length());
        if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end).replace('\0', '\uFFFD');
    }

    /** All that is kept of the current account's traffic, the oldest first. */
    public Contents read() {
        var account = CurrentAccount.tenant().id();
        writer.flush();
        table.trim(account);
        return new Contents(table.read(account), table.dropped(account));
    }

    @Override
    public void reset() {
        clear();
    }

    @Override
    public void removed(long account) {
        table.clear(account);
    }

    /** Empties the current account's journal, and forgets what was dropped. */
    public void clear() {
        writer.flush();
        table.clear(CurrentAccount.tenant().id());
    }
}
