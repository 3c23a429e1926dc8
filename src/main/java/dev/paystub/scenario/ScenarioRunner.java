package dev.paystub.scenario;

import dev.paystub.engine.TestClock;
import dev.paystub.kernel.DomainException;
import dev.paystub.scenario.References.Unresolved;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Runs the steps of scenarios in the current account. */
@Component
class ScenarioRunner {

    private static final int MOST_SHOWN = 240;

    private final InProcessClient calls;
    private final TestClock testClock;
    private final JsonMapper json;

    ScenarioRunner(InProcessClient calls, TestClock testClock, JsonMapper json) {
        this.calls = calls;
        this.testClock = testClock;
        this.json = json;
    }

    /**
     * Runs all steps and returns the values that the parts declare, by name.
     *
     * @param instants time on the clock after each of its advances
     * @throws DomainException.Invalid when a step fails, with file, line and reason
     */
    Map<String, Object> play(List<Scenario.Part> parts, Iterator<Instant> instants) {
        var values = new LinkedHashMap<String, Object>();
        for (var part : parts) {
            var known = new HashMap<String, JsonNode>();
            var params = JsonNodeFactory.instance.objectNode();
            new TreeMap<>(part.params()).forEach(params::set);
            known.put("params", params);
            part.steps().forEach(step -> take(step, known, instants));
            values.putAll(values(part, known));
        }
        return Collections.unmodifiableMap(values); // keeps the order of the file
    }

    private Map<String, Object> values(Scenario.Part part, Map<String, JsonNode> known) {
        var values = new LinkedHashMap<String, Object>();
        part.values()
                .forEach((name, value) -> {
                    try {
                        var resolved = new References(known).value(value);
                        values.put(name, json.convertValue(resolved, Object.class));
                    } catch (Unresolved e) {
                        throw new DomainException.Invalid(
                                "The value '%s' cannot be told: %s"
                                        .formatted(name, e.getMessage()));
                    }
                });
        return values;
    }

    private void take(Step step, Map<String, JsonNode> known, Iterator<Instant> instants) {
        switch (step) {
            case Step.Repeat repeat -> {
                for (var time = 0; time < repeat.times(); time++) {
                    repeat.steps().forEach(inner -> take(inner, known, instants));
                }
            }
            case Step.Advance advance -> {
                try {
                    testClock.advanceTo(instants.next(), TestClock.AdvanceOptions.DEFAULT);
                } catch (DomainException refusal) {
                    throw refused(step, "the clock cannot advance: " + refusal.getMessage());
                }
            }
            case Step.Call call -> send(call, known);
        }
    }

    private void send(Step.Call call, Map<String, JsonNode> known) {
        try {
            var references = new References(known);
            var body = call.body();
            var path = references.text(call.path());
            var answer =
                    calls.send(call.method(), path, body == null ? null : references.value(body));
            var expected = call.expect();
            var fits = expected == null ? !answer.refused() : expected == answer.status();
            if (!fits) {
                throw refused(
                        call,
                        "%s %s was answered %d %s"
                                .formatted(
                                        call.method(),
                                        path,
                                        answer.status(),
                                        shortened(answer.body().toString())));
            }
            var name = call.as();
            if (name != null) {
                known.put(name, answer.body());
            }
        } catch (Unresolved unresolved) {
            throw refused(call, String.valueOf(unresolved.getMessage()));
        }
    }

    private static String shortened(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }

    private static DomainException refused(Step step, String why) {
        return new DomainException.Invalid(step.place() + ": " + why);
    }
}
