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
 * The requests of each account and their responses, in the order of the responses. A caller that
 * has a response finds its request here, because an entry is handed over before the response is
 * sent. The journal is limited by count and by size, for each account and in total, and counts the
 * entries that were dropped. It is not part of an account's state: snapshots do not contain it, and
 * a reset empties it.
 */
@Service
public class Journal implements AccountListener {

    /** The longest stored part of a body, in characters. */
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
     * A request and its response, without secrets.
     *
     * @param requestId the {@code X-Request-Id} of the response
     * @param operation the documented operation, or the name of the controller's method
     * @param outcome the outcome of a documented operation; null if it was none or failed on
     *     purpose
     * @param status the status; null if no response was sent
     * @param fault the fault, if the request failed on purpose
     * @param faultSource the origin of the fault: the request or a rule
     * @param violations the deviations from the OpenAPI document
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

    /** The stored part of a body, and the length of the whole body. */
    public record Body(@Nullable String text, int bytes) {

        public static final Body NONE = new Body(null, 0);

        /** Cuts the text to the longest stored part. */
        public Body {
            if (text != null && text.length() > LONGEST_BODY) {
                text = text.substring(0, LONGEST_BODY);
            }
        }
    }

    /** An event that a request caused. */
    public record Effect(String type, String subject, @Nullable String from, @Nullable String to) {}

    /**
     * One request of the account.
     *
     * @param number the position in the journal; it increases from entry to entry
     * @param at the time on the account's clock
     * @param wall the time on the machine's clock; null for entries from older versions
     * @param changed whether the request committed any change
     * @param effects the first events that the request caused
     * @param effectCount the number of all events that the request caused
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

    /** Entries, and the number of entries that are no longer stored. */
    public record Contents(List<Entry> entries, long dropped) {}

    /** Stores a request that has opened an account. */
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

    /** Counts a request as dropped, because it cannot be stored. */
    public void lose(RequestOutcome requestOutcome) {
        writer.lose(requestOutcome.account().id());
    }

    /** Cuts each value to the length of its column, because a caller may send a longer one. */
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

    /** Returns a text without control characters, which separate fields and lines in the table. */
    private static String line(String text) {
        return cut(text, LONGEST_OF_EFFECT).replaceAll("\\p{Cc}", " ");
    }

    private static @Nullable String lineOrNull(@Nullable String text) {
        return text == null ? null : line(text);
    }

    private static @Nullable String cutOrNull(@Nullable String text, int longest) {
        return text == null ? null : cut(text, longest);
    }

    /** Cuts a text without splitting a character; replaces NUL, which PostgreSQL cannot store. */
    static String cut(String text, int longest) {
        var end = Math.min(longest, text.length());
        if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end).replace('\0', '\uFFFD');
    }

    /** Returns the current account's entries, oldest first. */
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

    /** Removes the current account's entries and the count of dropped ones. */
    public void clear() {
        writer.flush();
        table.clear(CurrentAccount.tenant().id());
    }
}
