package dev.paystub.scenario;

import dev.paystub.engine.TestClock;
import dev.paystub.kernel.DomainException;
import dev.paystub.scenario.ScenarioFile.Written;
import dev.paystub.world.AccountReset;
import dev.paystub.world.Baseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The states that a consumer's contract (Pact) can ask for: those of {@code provider-states.yaml},
 * and every scenario by its name.
 */
@Component
public class ProviderStates {

    private static final int MOST_NEAR = 4;
    private static final int LONGEST_NAME = 200;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z_]+)\\}");

    private final Scenarios scenarios;
    private final AccountReset accountReset;
    private final TestClock testClock;
    private final ScenarioRunner scenarioRunner;
    private final JsonMapper json;
    private final SingletonSupplier<List<Written>> states;

    ProviderStates(
            Scenarios scenarios,
            AccountReset accountReset,
            TestClock testClock,
            ScenarioRunner scenarioRunner,
            InProcessClient calls,
            JsonMapper json) {
        this.scenarios = scenarios;
        this.accountReset = accountReset;
        this.testClock = testClock;
        this.scenarioRunner = scenarioRunner;
        this.json = json;
        this.states = SingletonSupplier.of(() -> read(calls));
    }

    private static List<Written> read(InProcessClient calls) {
        var file = new ClassPathResource("provider-states.yaml");
        try {
            return ScenarioFile.readStates(
                    file.getPath(), file.getContentAsString(StandardCharsets.UTF_8), calls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A state's name, and its parameters with their default values. */
    public record Known(String state, Map<String, Object> params) {}

    /** A requested state with its parameters. */
    public record Asked(String state, Map<String, ?> params) {}

    /** Returns all states: those of {@code provider-states.yaml} first, then the scenarios. */
    public List<Known> all() {
        var ours =
                states.obtain().stream()
                        .map(state -> new Known(state.name(), new LinkedHashMap<>(state.params())));
        return Stream.concat(
                        ours,
                        scenarios.all().stream()
                                .map(scenario -> new Known(scenario.name(), Map.of())))
                .toList();
    }

    /**
     * A requested state, resolved.
     *
     * @param scenario the state with everything from which it starts
     * @param own the state's own parts
     */
    private record Wanted(Scenario scenario, List<Scenario.Part> own) {}

    /**
     * Begins the current account anew and sets up these states one after the other. Returns the
     * values that they declare, by name.
     *
     * @param frozen time at which the clock is frozen; null lets it run
     * @throws DomainException.Invalid when there is no such state, or its steps fail with these
     *     parameters
     */
    public Map<String, Object> setUp(List<Asked> asked, @Nullable Instant frozen) {
        var wanted = asked.stream().map(this::find).toList();
        if (wanted.isEmpty()) {
            return reset(frozen);
        }
        var first = wanted.getFirst().scenario();
        var more = ownOf(wanted.subList(1, wanted.size()));
        Baseline point = more.isEmpty() ? first : scenarios.join(first, more);
        return accountReset.reset(point, frozen);
    }

    /**
     * Adds these states to the account's present state. Returns the values that they declare.
     *
     * @throws DomainException.Invalid when there is no such state, or its steps fail
     */
    public Map<String, Object> add(List<Asked> asked) {
        var wanted = asked.stream().map(this::find).toList();
        if (wanted.isEmpty()) {
            return Map.of();
        }
        var own = ownOf(wanted);
        var scenario = scenarios.join(wanted.getFirst().scenario().withParts(List.of()), own);
        try {
            var instants = scenario.instantsFrom(testClock.read().now());
            return scenarioRunner.play(own, instants.listIterator(1));
        } catch (DateTimeException e) {
            throw new DomainException.Invalid("The clock cannot advance so far");
        }
    }

    /** Resets the account to the documented scenario; returns no values. */
    public Map<String, Object> reset(@Nullable Instant frozen) {
        accountReset.reset(scenarios.get(Scenarios.DOCUMENTED), frozen);
        return Map.of();
    }

    private static List<Scenario.Part> ownOf(List<Wanted> wanted) {
        return wanted.stream().flatMap(state -> state.own().stream()).toList();
    }

    private Wanted find(Asked asked) {
        var name = plain(asked.state());
        for (var state : states.obtain()) {
            var inName = parameters(state.name(), name);
            if (inName.isPresent()) {
                var scenario = scenarios.state(state, params(state, asked.params(), inName.get()));
                return new Wanted(scenario, List.of(scenario.parts().getLast()));
            }
        }
        return scenarios
                .scenario(name)
                .map(scenario -> new Wanted(scenario, scenario.parts()))
                .orElseThrow(() -> unknown(name));
    }

    /** Normalizes a name: lower case, single spaces, no full stop at the end. */
    private static String plain(String state) {
        if (state.length() > LONGEST_NAME) {
            throw new DomainException.Invalid(
                    "The name of a state has at most %d characters".formatted(LONGEST_NAME));
        }
        return state.strip()
                .replaceAll("\\s+", " ")
                .replaceAll("\\.$", "")
                .toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the parameters that {@code name} contains for this state; empty when it names
     * another.
     */
    private static Optional<Map<String, String>> parameters(String state, String name) {
        if (state.equals(name)) {
            return Optional.of(Map.of());
        }
        var names = PARAMETER.matcher(state).results().map(found -> found.group(1)).toList();
        var pattern =
                Arrays.stream(PARAMETER.split(state, -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("\\$?(\\S+)"));
        var matcher = Pattern.compile(pattern).matcher(name);
        if (names.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        var values = new TreeMap<String, String>();
        for (var index = 0; index < names.size(); index++) {
            values.put(names.get(index), matcher.group(index + 1));
        }
        return Optional.of(values);
    }

    private Map<String, JsonNode> params(
            Written state, Map<String, ?> given, Map<String, String> inName) {
        var params = new TreeMap<>(state.params());
        inName.forEach((name, value) ->
                params.put(name, like(JsonNodeFactory.instance.numberNode(0), value)));
        given.forEach((name, value) -> {
            var other = params.get(name);
            if (other != null && value != null) {
                params.put(
                        name,
                        value instanceof String text ? like(other, text) : json.valueToTree(value));
            }
        });
        return params;
    }

    /**
     * Returns a numeric text as a number if the parameter's default is a number, else as a text.
     */
    private static JsonNode like(JsonNode other, String text) {
        return other.isNumber() && NUMBER.matcher(text).matches()
                ? JsonNodeFactory.instance.numberNode(new BigDecimal(text))
                : JsonNodeFactory.instance.stringNode(text);
    }

    private DomainException unknown(String name) {
        var words = words(name);
        var near =
                all().stream()
                        .map(Known::state)
                        .sorted(
                                Comparator.comparingLong((String state) -> common(words, state))
                                        .reversed())
                        .limit(MOST_NEAR)
                        .map(state -> "'" + state + "'")
                        .collect(Collectors.joining(", "));
        return new DomainException.Invalid(
                "There is no state '%s'; near it are %s. GET /sandbox/provider-states lists all"
                        .formatted(name, near));
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(text.split("[^a-z0-9]+", -1)));
    }

    private static long common(Set<String> words, String state) {
        return words(state).stream()
                .filter(words::contains)
                .filter(word -> word.length() > 2)
                .count();
    }
}
