package dev.paystub.explain;

import dev.paystub.engine.Cause;
import dev.paystub.engine.RecordedEvent;
import dev.paystub.kernel.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the steps of an explanation and puts them in order: by instant; at one instant, by the
 * order of the changes' first events; within one change, by rank.
 */
final class Explainer {

    /** The order of steps within one change. */
    enum Rank {
        MADE,
        BEGUN,
        CAME,
        MOVED,
        SETTLED,
        FAILED,
        ENDED,
        FOLLOWED
    }

    /** A link to another explanation of the step. */
    record Link(String rel, String href) {

        static Link invoice(long number) {
            return new Link("invoice", "/sandbox/explain/invoices/" + number);
        }

        static Link payment(long number) {
            return new Link("crypto_payment", "/sandbox/explain/crypto/payments/" + number);
        }

        static Link balance() {
            return new Link("balance", "/sandbox/explain/balance");
        }
    }

    /**
     * One step.
     *
     * @param amount the money concerned, if any
     * @param settles the part of the requested amount that the step settles
     * @param sentence describes the step, given the amount that is left to settle after it
     */
    record Step(
            Instant at,
            Cause cause,
            Rank rank,
            String what,
            @Nullable Money amount,
            Money settles,
            @Nullable Money balanceAfter,
            Function<Money, String> sentence,
            List<Link> links) {

        static Step of(Instant at, Cause cause, Rank rank, String what, String sentence) {
            return new Step(
                    at, cause, rank, what, null, Money.ZERO, null, left -> sentence, List.of());
        }

        static Step of(RecordedEvent event, Rank rank, String sentence) {
            return of(event.at(), event.cause(), rank, event.type(), sentence);
        }

        Step amount(Money money) {
            return new Step(at, cause, rank, what, money, settles, balanceAfter, sentence, links);
        }

        Step balanceAfter(Money money) {
            return new Step(at, cause, rank, what, amount, settles, money, sentence, links);
        }

        Step settles(Money money, Function<Money, String> newSentence) {
            return new Step(at, cause, rank, what, amount, money, balanceAfter, newSentence, links);
        }

        Step see(Link link) {
            var more = new ArrayList<>(links);
            more.add(link);
            return new Step(
                    at,
                    cause,
                    rank,
                    what,
                    amount,
                    settles,
                    balanceAfter,
                    sentence,
                    List.copyOf(more));
        }
    }

    /** A step with its sentence and its cause in words. */
    record ExplainedStep(Step step, String sentence, String why) {}

    private record Change(Instant at, Cause cause) {}

    private final Map<Change, Long> order = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    Explainer(List<RecordedEvent> events) {
        for (var event : events) {
            order.putIfAbsent(new Change(event.at(), event.cause()), event.cursor().number());
        }
    }

    void add(Step step) {
        steps.add(step);
    }

    /**
     * Returns all steps in order; each sentence may name the part of {@code asked} that is still
     * left.
     */
    List<ExplainedStep> explained(Money asked) {
        var explained = new ArrayList<ExplainedStep>();
        var left = asked;
        var inOrder =
                steps.stream()
                        .sorted(
                                Comparator.comparing(Step::at)
                                        .thenComparingLong(this::orderOf)
                                        .thenComparing(Step::rank))
                        .toList();
        for (var step : inOrder) {
            left = left.minus(step.settles());
            explained.add(new ExplainedStep(step, step.sentence().apply(left), why(step.cause())));
        }
        return explained;
    }

    private long orderOf(Step step) {
        return order.getOrDefault(new Change(step.at(), step.cause()), 0L);
    }

    private static final Pattern DUE = Pattern.compile("([a-z.]+) ([0-9]+)");

    /** Returns a sentence that says why something happened. */
    static String why(Cause cause) {
        if (cause.equals(Cause.SANDBOX)) {
            return "The sandbox prepared it.";
        }
        if (cause.text().isEmpty()) {
            return "It happened before causes were kept.";
        }
        var due = DUE.matcher(cause.text());
        if (!due.matches()) {
            return "It was asked for by %s.".formatted(cause.text());
        }
        var key = "due." + due.group(1);
        return Sentences.of(Sentences.has(key) ? key : "due.other", due.group(2), cause.text());
    }
}
