package dev.paystub.scenario;

import dev.paystub.world.Baseline;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;
import tools.jackson.databind.JsonNode;

/**
 * A seed and the steps that follow it; the steps of the scenarios from which it starts come first.
 * The time of its beginning is counted back from its end, so that it ends exactly at the instant
 * that is asked for.
 *
 * @param id a hash of the content
 * @param name null for a scenario made for a single use
 * @param parts the steps, in the order in which they run
 */
record Scenario(
        String id,
        @Nullable String name,
        String description,
        String seed,
        List<Part> parts,
        ScenarioRunner player)
        implements Baseline {

    /**
     * The steps of one file. References are to responses of that file's own calls.
     *
     * @param params values to which its steps may refer as {@code params}
     * @param values values that it returns at the end, by name
     */
    record Part(List<Step> steps, Map<String, JsonNode> params, Map<String, JsonNode> values) {}

    /** Returns a copy with the same seed and other parts, without a name. */
    Scenario withParts(List<Part> others) {
        return new Scenario(id, null, "", seed, others, player);
    }

    @Override
    public boolean isSeedOnly() {
        return parts.stream().allMatch(part -> part.steps().isEmpty() && part.values().isEmpty());
    }

    @Override
    public Instant beginning(Instant end) {
        return instants(end).getFirst();
    }

    @Override
    public Map<String, Object> play(Instant end) {
        return player.play(parts, instants(end).listIterator(1));
    }

    /**
     * Returns the beginning, the instant of each advance, and the end, counted back from the end.
     */
    private List<Instant> instants(Instant end) {
        var instants = new ArrayList<Instant>();
        instants.add(end);
        for (var amount : amounts().reversed()) {
            var before = instants.getLast().atZone(ZoneOffset.UTC).minus(amount).toInstant();
            instants.add(before);
        }
        return instants.reversed();
    }

    /**
     * Returns the present and the instant of each advance, counted forward from the present.
     *
     * @throws DateTimeException when an instant is out of range
     */
    List<Instant> instantsFrom(Instant now) throws DateTimeException {
        var instants = new ArrayList<Instant>();
        instants.add(now);
        for (var amount : amounts()) {
            instants.add(instants.getLast().atZone(ZoneOffset.UTC).plus(amount).toInstant());
        }
        return instants;
    }

    private List<PeriodDuration> amounts() {
        var amounts = new ArrayList<PeriodDuration>();
        parts.forEach(part -> add(part.steps(), amounts));
        return amounts;
    }

    private static void add(List<Step> steps, List<PeriodDuration> amounts) {
        for (var step : steps) {
            switch (step) {
                case Step.Advance advance -> amounts.add(advance.by());
                case Step.Repeat repeat -> {
                    for (var time = 0; time < repeat.times(); time++) {
                        add(repeat.steps(), amounts);
                    }
                }
                case Step.Call call -> {}
            }
        }
    }
}
