package dev.paystub.scenario;

import dev.paystub.account.Tokens;
import dev.paystub.kernel.DomainException;
import dev.paystub.scenario.ScenarioFile.Written;
import dev.paystub.world.AccountReset;
import dev.paystub.world.Baseline;
import dev.paystub.world.Baselines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.JsonNode;

/**
 * All scenarios by name: those shipped with the sandbox, and the user's own in {@code
 * PAYSTUB_SCENARIOS_DIR}. The user's own are run once before the server accepts requests, so that a
 * broken one prevents the start. Those shipped are tested with the sandbox, and read when a
 * scenario with steps is first asked for.
 */
@Component
public class Scenarios implements SmartLifecycle, Baselines {

    /** The scenario of every account for which no other is requested. */
    public static final String DOCUMENTED = "documented";

    /** The seeds: scenarios without steps. */
    private static final List<String> SEEDS = List.of(DOCUMENTED, "empty");

    private static final Pattern FILE = Pattern.compile("(.*)\\.ya?ml", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    /** Runs after the seeds are inserted and before the web server accepts requests. */
    private static final int AFTER_THE_SEEDS = 1;

    private static final int ID_LENGTH = 40;

    private final InProcessClient calls;
    private final ScenarioRunner scenarioRunner;
    private final AccountReset accountReset;
    private final String directory;
    private final SingletonSupplier<AllOfThem> files = SingletonSupplier.of(this::read);
    private volatile boolean running;

    Scenarios(
            InProcessClient calls,
            ScenarioRunner scenarioRunner,
            AccountReset accountReset,
            @Value("${paystub.scenarios.dir}") String directory) {
        this.calls = calls;
        this.scenarioRunner = scenarioRunner;
        this.accountReset = accountReset;
        this.directory = directory;
    }

    /**
     * The scenarios of all files.
     *
     * @param own the names of the user's own
     */
    private record AllOfThem(Map<String, Scenario> byName, List<String> own) {}

    /** A scenario's name and its description of one sentence. */
    public record Known(String name, String description) {}

    /** Returns all scenarios, ordered by name. */
    public List<Known> all() {
        return files.obtain().byName().values().stream()
                .map(scenario -> new Known(String.valueOf(scenario.name()), scenario.description()))
                .toList();
    }

    @Override
    public Optional<Baseline> find(String name) {
        return Optional.ofNullable(
                SEEDS.contains(name) ? seed(name) : files.obtain().byName().get(name));
    }

    /** Returns the scenario of a seed, which has no steps, without reading any file. */
    private Scenario seed(String name) {
        return new Scenario(id(name, List.of()), name, "", name, List.of(), scenarioRunner);
    }

    /**
     * Returns the scenario of that name.
     *
     * @throws DomainException.Invalid when there is no such scenario
     */
    public Baseline get(String name) {
        return find(name)
                .orElseThrow(() ->
                        new DomainException.Invalid(
                                "There is no scenario '%s'; there are %s"
                                        .formatted(
                                                name,
                                                String.join(
                                                        ", ", files.obtain().byName().keySet()))));
    }

    @Override
    public void start() {
        if (!directory.isBlank()) {
            files.obtain().own().forEach(this::tryOut);
        }
        running = true;
    }

    private AllOfThem read() {
        var written = new TreeMap<String, Written>();
        for (var file : shipped()) {
            var scenario = shipped(file);
            written.put(scenario.name(), scenario);
        }
        var own = own(written);
        own.forEach(scenario -> written.put(scenario.name(), scenario));
        var scenarios = new TreeMap<String, Scenario>();
        written.values()
                .forEach(scenario ->
                        scenarios.put(
                                scenario.name(), scenario(scenario, scenario.name(), written)));
        return new AllOfThem(scenarios, own.stream().map(Written::name).toList());
    }

    private static List<Resource> shipped() {
        try {
            return List.of(
                    new PathMatchingResourcePatternResolver()
                            .getResources("classpath*:scenarios/*.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Written shipped(Resource file) {
        try {
            var name = String.valueOf(file.getFilename());
            return ScenarioFile.readScenario(
                    "scenarios/" + name,
                    nameOf(name).orElseThrow(),
                    file.getContentAsString(StandardCharsets.UTF_8),
                    calls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> nameOf(String file) {
        var matcher = FILE.matcher(file);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private List<Written> own(Map<String, Written> shipped) {
        if (directory.isBlank()) {
            return List.of();
        }
        var folder = Path.of(directory);
        if (!Files.isDirectory(folder)) {
            throw new BrokenScenario(
                    "PAYSTUB_SCENARIOS_DIR names %s, which is no folder".formatted(folder));
        }
        var own = new TreeMap<String, Written>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var name = nameOf(String.valueOf(file.getFileName()));
                if (name.isPresent() && Files.isRegularFile(file)) {
                    requireFree(file, name.get(), shipped, own);
                    own.put(name.get(), own(file, name.get()));
                }
            }
        } catch (IOException e) {
            throw new BrokenScenario("%s cannot be read: %s".formatted(folder, e));
        }
        return List.copyOf(own.values());
    }

    private static void requireFree(
            Path file, String name, Map<String, Written> shipped, Map<String, Written> own) {
        if (!NAME.matcher(name).matches()) {
            throw new BrokenScenario(
                    new SourceLocation(file.toString(), 1),
                    "a scenario is named as its file, in small letters, digits, dots, dashes and"
                            + " underscores");
        }
        if (shipped.containsKey(name) || own.containsKey(name)) {
            throw new BrokenScenario(
                    new SourceLocation(file.toString(), 1),
                    "there is a scenario '%s' already".formatted(name));
        }
    }

    private Written own(Path file, String name) throws IOException {
        try {
            return ScenarioFile.readScenario(file.toString(), name, Files.readString(file), calls);
        } catch (MalformedInputException e) {
            throw new BrokenScenario(
                    new SourceLocation(file.toString(), 1), "the file is not in UTF-8");
        }
    }

    /** Returns the scenario with the parts of all scenarios from which it starts. */
    private Scenario scenario(Written last, String name, Map<String, Written> all) {
        var chain = new ArrayList<Written>();
        var present = last;
        while (!SEEDS.contains(present.name())) {
            if (chain.contains(present)) {
                throw new BrokenScenario(present.place(), "it starts, in the end, from itself");
            }
            chain.add(present);
            var start = Optional.ofNullable(present.start()).orElse(DOCUMENTED);
            var next = all.get(start);
            if (next == null) {
                throw new BrokenScenario(
                        present.place(), "it starts from '%s', which is none".formatted(start));
            }
            present = next;
        }
        var seed = present.name();
        var parts =
                chain.reversed().stream()
                        .map(part -> new Scenario.Part(part.steps(), part.params(), part.values()))
                        .toList();
        return new Scenario(id(seed, parts), name, last.description(), seed, parts, scenarioRunner);
    }

    private static String id(String seed, List<Scenario.Part> parts) {
        return Tokens.of(seed + parts, 0, ID_LENGTH);
    }

    /** Returns an unnamed scenario for a provider state with these parameters. */
    Scenario state(Written written, Map<String, JsonNode> params) {
        var start = Optional.ofNullable(written.start()).orElse(DOCUMENTED);
        var base = scenario(start).orElse(null);
        if (base == null) {
            throw new BrokenScenario(
                    written.place(), "it starts from '%s', which is none".formatted(start));
        }
        return join(base, List.of(new Scenario.Part(written.steps(), params, written.values())));
    }

    /** Returns an unnamed scenario that continues {@code base} with more parts. */
    Scenario join(Scenario base, List<Scenario.Part> more) {
        var parts = new ArrayList<>(base.parts());
        parts.addAll(more);
        return new Scenario(
                id(base.seed(), parts), null, "", base.seed(), List.copyOf(parts), scenarioRunner);
    }

    Optional<Scenario> scenario(String name) {
        return Optional.ofNullable(files.obtain().byName().get(name));
    }

    private void tryOut(String name) {
        try {
            accountReset.prepare(get(name));
        } catch (DomainException refused) {
            throw new BrokenScenario(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AFTER_THE_SEEDS;
    }
}
