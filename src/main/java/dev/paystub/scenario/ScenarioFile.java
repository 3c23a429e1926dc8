package dev.paystub.scenario;

import java.io.StringReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.PeriodDuration;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Parses scenario files, and reports every error with its line. Everything is checked while parsing
 * except the responses to calls, which are known only when a scenario runs.
 */
final class ScenarioFile {

    /**
     * A parsed scenario; {@code start} is the name of the scenario or seed with which it begins.
     */
    record Written(
            SourceLocation place,
            String name,
            String description,
            @Nullable String start,
            Map<String, JsonNode> params,
            List<Step> steps,
            Map<String, JsonNode> values) {}

    private static final int DEEPEST = 20;
    private static final int MOST_TIMES = 1000;
    private static final int MOST_STEPS = 5000;
    private static final int LOWEST_STATUS = 100;
    private static final int HIGHEST_STATUS = 599;

    private static final Pattern CALL =
            Pattern.compile("(GET|POST|PUT|DELETE|PATCH) (/[^\\s]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");

    /** Routes that scenarios must not call: those for whole accounts and for the clock. */
    private static final Pattern NOT_FOR_SCENARIOS =
            Pattern.compile(
                    "/sandbox/(accounts|clock|reset|snapshots|fork|scenarios|provider-states|diff)"
                            + "([/?].*)?");

    /** The keys of a scenario and of a step; scenario.schema.json describes them to editors. */
    static final Set<String> KEYS = Set.of("description", "start", "steps", "values");

    private static final Set<String> STATE_KEYS =
            Set.of("state", "description", "start", "params", "steps", "values");
    static final Set<String> STEP_KEYS =
            Set.of("call", "body", "as", "expect", "advance", "repeat", "steps");

    private final String file;
    private final InProcessClient calls;
    private final JsonNodeFactory json = JsonNodeFactory.instance;

    /** The names given to responses so far. */
    private final Set<String> named = new HashSet<>();

    private ScenarioFile(String file, InProcessClient calls) {
        this.file = file;
        this.calls = calls;
    }

    /** Parses a file of one scenario. */
    static Written readScenario(String file, String name, String text, InProcessClient calls) {
        var reader = new ScenarioFile(file, calls);
        return reader.written(reader.mapping(reader.parse(text), KEYS), name);
    }

    /**
     * Parses a file of provider states: a list of scenarios, each with its name as {@code state}.
     */
    static List<Written> readStates(String file, String text, InProcessClient calls) {
        var root = new ScenarioFile(file, calls);
        var states = new ArrayList<Written>();
        for (var node : root.sequence(root.parse(text), "a list of states")) {
            var reader = new ScenarioFile(file, calls);
            var keys = reader.mapping(node, STATE_KEYS);
            var state = keys.get("state");
            if (state == null) {
                throw reader.broken(node, "a state has a name, state");
            }
            states.add(reader.written(keys, reader.text(state)));
        }
        return states;
    }

    private Node parse(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setNestingDepthLimit(DEEPEST);
        try {
            var root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                throw new BrokenScenario(new SourceLocation(file, 1), "the file is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new BrokenScenario(
                    new SourceLocation(file, mark == null ? 1 : mark.getLine() + 1),
                    "this is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new BrokenScenario(
                    new SourceLocation(file, 1),
                    "this is not YAML: " + String.valueOf(e.getMessage()).replace('\n', ' '));
        }
    }

    private Written written(Keys keys, String name) {
        var description = keys.get("description");
        var start = keys.get("start");
        var params = values(keys.get("params"));
        if (!params.isEmpty()) {
            named.add("params");
        }
        var steps = steps(keys.get("steps"));
        return new Written(
                place(keys.node()),
                name,
                description == null ? "" : text(description),
                start == null ? null : text(start),
                params,
                steps,
                values(keys.get("values")));
    }

    private Map<String, JsonNode> values(@Nullable Node node) {
        var values = new LinkedHashMap<String, JsonNode>();
        if (node != null) {
            mapping(node, null)
                    .entries()
                    .forEach((name, value) -> values.put(name, json(value, 0)));
        }
        return values;
    }

    private List<Step> steps(@Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        var steps = new ArrayList<Step>();
        for (var step : sequence(node, "a list of steps")) {
            steps.add(step(step));
        }
        if (count(steps) > MOST_STEPS) {
            throw broken(node, "a scenario has at most %,d steps".formatted(MOST_STEPS));
        }
        return List.copyOf(steps);
    }

    private static long count(List<Step> steps) {
        return steps.stream()
                .mapToLong(step ->
                        step instanceof Step.Repeat repeat
                                ? repeat.times() * count(repeat.steps())
                                : 1)
                .sum();
    }

    private Step step(Node node) {
        var keys = mapping(node, STEP_KEYS);
        var place = place(node);
        var kinds = List.of("call", "advance", "repeat");
        var given = kinds.stream().filter(kind -> keys.get(kind) != null).toList();
        if (given.size() != 1) {
            throw broken(node, "a step is one of " + String.join(", ", kinds));
        }
        return switch (given.getFirst()) {
            case "call" -> {
                keys.only("call", "body", "as", "expect");
                yield call(place, keys);
            }
            case "advance" -> {
                keys.only("advance");
                yield new Step.Advance(place, amount(keys.require("advance")));
            }
            default -> {
                keys.only("repeat", "steps");
                yield new Step.Repeat(
                        place,
                        number(keys.require("repeat"), 1, MOST_TIMES),
                        steps(keys.require("steps")));
            }
        };
    }

    private Step.Call call(SourceLocation place, Keys keys) {
        var node = keys.require("call");
        var call = CALL.matcher(text(node));
        if (!call.matches()) {
            throw broken(
                    node, "a call is a method and a path, such as POST /billing/invoices/funds");
        }
        var method = call.group(1).toUpperCase(java.util.Locale.ROOT);
        var path = call.group(2);
        requireKnown(node, path);
        if (NOT_FOR_SCENARIOS.matcher(path).matches()) {
            throw broken(
                    node,
                    "%s is not for scenarios; time moves by advance, and start says what they begin"
                                    .formatted(path)
                            + " with");
        }
        if (!calls.isRoute(method, References.withoutReferences(path))) {
            throw broken(node, "there is no %s %s".formatted(method, path));
        }
        var body = keys.get("body");
        var expect = keys.get("expect");
        var step =
                new Step.Call(
                        place,
                        method,
                        path,
                        body == null ? null : json(body, 0),
                        null,
                        expect == null ? null : number(expect, LOWEST_STATUS, HIGHEST_STATUS));
        var as = keys.get("as");
        return as == null ? step : named(step, as);
    }

    private Step.Call named(Step.Call call, Node as) {
        var name = text(as);
        if (!NAME.matcher(name).matches() || name.equals("params")) {
            throw broken(as, "'%s' cannot be the name of an answer".formatted(name));
        }
        if (!named.add(name)) {
            throw broken(as, "there is an answer '%s' already".formatted(name));
        }
        return new Step.Call(
                call.place(), call.method(), call.path(), call.body(), name, call.expect());
    }

    private PeriodDuration amount(Node node) {
        var text = text(node);
        try {
            var amount = PeriodDuration.parse(text);
            var from = Instant.EPOCH.atZone(ZoneOffset.UTC);
            if (from.plus(amount).isAfter(from)) {
                return amount;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw broken(node, notAnAmount(text));
        }
        throw broken(node, notAnAmount(text));
    }

    private static String notAnAmount(String text) {
        return "'%s' is not a time to advance by, such as PT15S, P1D or P1M".formatted(text);
    }

    private int number(Node node, int least, int most) {
        var text = text(node);
        var number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw broken(
                    node, "'%s' is not a whole number from %d to %d".formatted(text, least, most));
        }
        return number;
    }

    /** Converts a body to JSON; texts keep their references. */
    private JsonNode json(Node node, int depth) {
        if (depth > DEEPEST) {
            throw broken(node, "this is nested too deep");
        }
        return switch (node) {
            case MappingNode mapping -> {
                var object = json.objectNode();
                mapping(mapping, null)
                        .entries()
                        .forEach((name, value) -> object.set(name, json(value, depth + 1)));
                yield object;
            }
            case SequenceNode sequence -> {
                var array = json.arrayNode();
                sequence.getValue().forEach(value -> array.add(json(value, depth + 1)));
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw broken(node, "this cannot be said in JSON");
        };
    }

    private JsonNode scalar(ScalarNode node) {
        var text = node.getValue();
        var tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(text.equalsIgnoreCase("true"));
        }
        if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && NUMBER.matcher(text).matches()) {
            return json.numberNode(new BigDecimal(text));
        }
        requireKnown(node, text);
        return json.stringNode(text);
    }

    private void requireKnown(Node node, String text) {
        References.names(
                text,
                name -> {
                    if (!named.contains(name)) {
                        throw broken(
                                node,
                                "%s refers to '%s', but no answer before has that name"
                                        .formatted(text, name));
                    }
                });
    }

    private String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw broken(node, "a text stands here");
    }

    private List<Node> sequence(Node node, String what) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw broken(node, what + " stands here");
    }

    /**
     * Returns the entries of a mapping. When {@code known} is given, every key must be one of
     * these.
     */
    private Keys mapping(Node node, @Nullable Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw broken(node, "keys and values stand here");
        }
        var entries = new LinkedHashMap<String, Node>();
        for (var tuple : mapping.getValue()) {
            var key = tuple.getKeyNode();
            var name = text(key);
            if (known != null && !known.contains(name)) {
                throw broken(
                        key,
                        "unknown key '%s'; there are %s"
                                .formatted(
                                        name, String.join(", ", known.stream().sorted().toList())));
            }
            if (entries.put(name, tuple.getValueNode()) != null) {
                throw broken(key, "the key '%s' is here twice".formatted(name));
            }
            if (isUnquotedReference(name, tuple.getValueNode())) {
                throw broken(key, "a reference is written in quotes: \"{%s}\"".formatted(name));
            }
        }
        return new Keys(node, entries);
    }

    /** Detects {@code amount: {invoice.total}}, which YAML reads as a mapping. */
    private static boolean isUnquotedReference(String key, Node value) {
        return key.indexOf('.') > 0 && value.getTag().equals(Tag.NULL);
    }

    /** The keys of one mapping. */
    private final class Keys {

        private final Node node;
        private final Map<String, Node> entries;

        Keys(Node node, Map<String, Node> entries) {
            this.node = node;
            this.entries = entries;
        }

        Node node() {
            return node;
        }

        Map<String, Node> entries() {
            return entries;
        }

        @Nullable Node get(String name) {
            return entries.get(name);
        }

        Node require(String name) {
            var value = entries.get(name);
            if (value == null) {
                throw broken(node, "'%s' is missing".formatted(name));
            }
            return value;
        }

        void only(String... names) {
            for (var name : entries.keySet()) {
                if (!List.of(names).contains(name)) {
                    throw broken(
                            require(name),
                            "'%s' has no place beside '%s'".formatted(name, names[0]));
                }
            }
        }
    }

    private SourceLocation place(Node node) {
        return new SourceLocation(file, node.getStartMark().getLine() + 1);
    }

    private BrokenScenario broken(Node node, String reason) {
        return new BrokenScenario(place(node), reason);
    }
}
