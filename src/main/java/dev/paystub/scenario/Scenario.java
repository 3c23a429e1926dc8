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
 * A seed and the steps from then on, those of the scenarios it starts from first. Its time is
 * counted back from its end, so that it ends exactly when it is wanted to.
 *
 * @param id another for another content
 * @param name null when it is made up for one occasion
 * @param parts the steps, in the order in which they are played
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
     * The steps of one file. References are to its own answers.
     *
     * @param params what its steps may refer to as {@code params}
     * @param values what is worth knowing afterwards, by names
     */
    record Part(List<Step> steps, Map<String, JsonNode> params, Map<String, JsonNode> values) {}

    /** The same seed with other steps. */
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

    /** The instants between the moves of the clock, beginning and end included. */
    private List<Instant> instants(Instant end) {
        var instants = new ArrayList<Instant>();
        instants.add(end);
        for (var amount : amounts().reversed()) {
            var before = instants.getLast().atZone(ZoneOffset.UTC).minus(amount).toInstant();
            instants.add(before);
        }
        return instants.reversed();
    }

    /** The same counted on from the present. */
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
