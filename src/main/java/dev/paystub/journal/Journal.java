package dev.paystub.journal;

import dev.paystub.account.AccountListener;
import dev.paystub.account.CurrentAccount;
import dev.paystub.engine.RequestOutcome;
import dev.paystub.http.ApiSurface;
import dev.paystub.kernel.Labelled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private static final int AT_ONCE = 500;
    private static final int LONGEST_OF_EFFECT = 95;
    private static final int MOST_VIOLATIONS = 10;
    private static final int LONGEST_VIOLATION = 400;
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}");

    private final JournalStore store;

    Journal(JournalStore store) {
        this.store = store;
    }

    /**
     * A request and its response, without secrets.
     *
     * @param requestId the {@code X-Request-Id} of the response
     * @param source the kind of client
     * @param operation the documented operation, or the name of the controller's method
     * @param outcome the outcome of a documented operation; null if it was none or failed on
     *     purpose
     * @param status the status; null if no response was sent
     * @param failed whether the response reports an error, whatever its status
     * @param replayed whether the response is the first one to its idempotency key, sent again
     * @param fault the fault, if the request failed on purpose
     * @param faultSource the origin of the fault: the request or a rule
     * @param violations the deviations from the OpenAPI document
     */
    public record LoggedExchange(
            String requestId,
            ApiSurface.Source source,
            String method,
            String path,
            @Nullable String query,
            @Nullable String operation,
            @Nullable String outcome,
            @Nullable Integer status,
            boolean failed,
            boolean replayed,
            Message request,
            Message response,
            @Nullable String contentType,
            @Nullable String fault,
            @Nullable String faultSource,
            List<String> violations) {

        Ending ending() {
            if (status == null) {
                return Ending.LOST;
            }
            return failed ? Ending.ERROR : Ending.SUCCESS;
        }
    }

    /** How a request ended, as the control plane names it. */
    enum Ending implements Labelled {
        SUCCESS,
        ERROR,
        /** No response was sent. */
        LOST
    }

    /**
     * A request or a response.
     *
     * @param headers a line for each header, without secrets
     * @param text the stored part of the body
     * @param bytes the length of the whole body
     */
    public record Message(@Nullable String headers, @Nullable String text, int bytes) {

        public static final Message NONE = new Message(null, null, 0);

        /** Cuts the text to the longest stored part. */
        public Message {
            if (text != null && text.length() > LONGEST_BODY) {
                text = text.substring(0, LONGEST_BODY);
            }
        }
    }

    /** An event that a request caused. */
    public record Effect(String type, String subject, @Nullable String from, @Nullable String to) {

        /** Returns the effect for a person: {@code invoice 34 Unpaid → Paid}. */
        String inWords() {
            return Stream.of(subject, from, to == null ? "" : "→", to)
                    .filter(word -> word != null && !word.isEmpty())
                    .collect(Collectors.joining(" "));
        }
    }

    /** A message to a webhook that a request has queued. */
    public record Delivery(long webhook, long number) {}

    /**
     * One request of the account.
     *
     * @param number the position in the journal; it increases from entry to entry; 0 until the
     *     entry is stored
     * @param at the time on the account's clock
     * @param wall the time on the machine's clock; null for entries from older versions
     * @param changed whether the request committed any change
     * @param effects the first events that the request caused
     * @param effectCount the number of all events that the request caused
     * @param deliveries the first messages to webhooks that the request queued
     */
    public record Entry(
            long number,
            LoggedExchange exchange,
            Instant at,
            @Nullable Instant wall,
            Duration duration,
            boolean changed,
            List<Effect> effects,
            int effectCount,
            List<Delivery> deliveries) {

        /** Approximate size of an entry without its texts, in bytes. */
        private static final int OVERHEAD = 300;

        private static final int SIZE_OF_EFFECT = 60;

        Entry numbered(long position) {
            return new Entry(
                    position,
                    exchange,
                    at,
                    wall,
                    duration,
                    changed,
                    effects,
                    effectCount,
                    deliveries);
        }

        /** Returns the approximate size in bytes, by which the journal is limited. */
        int size() {
            return OVERHEAD
                    + size(exchange.request())
                    + size(exchange.response())
                    + exchange.path().length()
                    + length(exchange.query())
                    + SIZE_OF_EFFECT * effects.size()
                    + exchange.violations().stream().mapToInt(String::length).sum();
        }

        private static int size(Message message) {
            return length(message.headers()) + length(message.text());
        }

        private static int length(@Nullable String text) {
            return text == null ? 0 : text.length();
        }
    }

    /** Which entries to read, in which order, and how many. */
    public record Page(Predicate<Entry> test, long after, boolean newestFirst, int limit) {}

    /** Stores a request that has opened an account; returns its effects, each in a few words. */
    public List<String> keep(RequestOutcome requestOutcome, LoggedExchange exchange) {
        var effects = effects(requestOutcome);
        var entry =
                new Entry(
                        0,
                        storable(exchange),
                        requestOutcome.at(),
                        requestOutcome.wall(),
                        requestOutcome.duration(),
                        requestOutcome.changed(),
                        effects,
                        requestOutcome.effects().size(),
                        deliveries(requestOutcome));
        store.keep(requestOutcome.account().id(), entry);
        return effects.isEmpty() ? List.of() : effects.stream().map(Effect::inWords).toList();
    }

    private static List<Effect> effects(RequestOutcome requestOutcome) {
        if (requestOutcome.effects().isEmpty()) {
            return List.of(); // as of every read
        }
        return requestOutcome.effects().stream()
                .limit(MOST_EFFECTS)
                .map(fact ->
                        new Effect(
                                line(fact.type()),
                                line(fact.subject()),
                                lineOrNull(fact.from()),
                                lineOrNull(fact.to())))
                .toList();
    }

    private static List<Delivery> deliveries(RequestOutcome requestOutcome) {
        if (requestOutcome.deliveries().isEmpty()) {
            return List.of();
        }
        return requestOutcome.deliveries().stream()
                .limit(MOST_EFFECTS)
                .map(queued -> new Delivery(queued.webhook(), queued.number()))
                .toList();
    }

    /** Counts a request as dropped, because it cannot be stored. */
    public void lose(RequestOutcome requestOutcome) {
        store.lose(requestOutcome.account().id());
    }

    /** Cuts each value to the length of its column, because a caller may send a longer one. */
    private static LoggedExchange storable(LoggedExchange exchange) {
        return new LoggedExchange(
                cut(exchange.requestId(), LONGEST_ID),
                exchange.source(),
                cut(exchange.method(), LONGEST_METHOD),
                cut(exchange.path(), LONGEST_PATH),
                cutOrNull(exchange.query(), LONGEST_PATH),
                cutOrNull(exchange.operation(), LONGEST_NAME),
                cutOrNull(exchange.outcome(), LONGEST_WORD),
                exchange.status(),
                exchange.failed(),
                exchange.replayed(),
                storable(exchange.request()),
                storable(exchange.response()),
                cutOrNull(exchange.contentType(), LONGEST_NAME),
                cutOrNull(exchange.fault(), LONGEST_WORD),
                cutOrNull(exchange.faultSource(), LONGEST_SOURCE),
                storable(exchange.violations()));
    }

    private static List<String> storable(List<String> violations) {
        return violations.isEmpty()
                ? violations
                : violations.stream()
                        .limit(MOST_VIOLATIONS)
                        .map(violation -> cut(violation, LONGEST_VIOLATION))
                        .map(violation -> CONTROLS.matcher(violation).replaceAll("?"))
                        .toList();
    }

    private static Message storable(Message message) {
        return new Message(
                message.headers(), cutOrNull(message.text(), LONGEST_BODY), message.bytes());
    }

    /** Returns a text without control characters, which separate fields and lines in the table. */
    private static String line(String text) {
        return CONTROLS.matcher(cut(text, LONGEST_OF_EFFECT)).replaceAll(" ");
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

    /** Returns the entries of the current account that a page asks for, in its order. */
    public List<Entry> read(Page page) {
        var account = CurrentAccount.tenant().id();
        var found = new ArrayList<Entry>();
        var place = page.newestFirst() && page.after() == 0 ? Long.MAX_VALUE : page.after();
        // a page without conditions needs no more than it shows
        var most = Math.min(page.limit(), AT_ONCE);
        while (true) {
            var part =
                    page.newestFirst()
                            ? store.readBefore(account, place, most)
                            : store.readAfter(account, place, most);
            for (var entry : part) {
                if (found.size() < page.limit() && page.test().test(entry)) {
                    found.add(entry);
                }
            }
            if (part.size() < most || found.size() >= page.limit()) {
                return found;
            }
            place = part.getLast().number();
            most = AT_ONCE;
        }
    }

    /** Returns the number of the current account's entries that are no longer stored. */
    public long dropped() {
        return store.dropped(CurrentAccount.tenant().id());
    }

    /** Returns the number of the current account's newest entry; 0 if there is none. */
    long last() {
        return store.last(CurrentAccount.tenant().id());
    }

    /** Returns how often the current account's entries have been removed. */
    long clears() {
        return store.clears(CurrentAccount.tenant().id());
    }

    @Override
    public void reset() {
        clear();
    }

    @Override
    public void removed(long account) {
        store.remove(account);
    }

    /** Removes the current account's entries and the count of dropped ones. */
    public void clear() {
        store.clear(CurrentAccount.tenant().id());
    }
}
