package dev.paystub.launch;

import dev.paystub.kernel.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Checks the environment variables at startup. All settings with their defaults are in {@code
 * application.yaml}: the variable {@code PAYSTUB_ACCOUNTS_MAX} sets {@code paystub.accounts.max}.
 * An empty variable counts as not set. An unknown variable is logged with the known one closest to
 * it.
 */
final class EnvironmentCheck implements EnvironmentPostProcessor, Ordered {

    private static final String PREFIX = "PAYSTUB_";
    private static final String KEYS = "paystub.";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");
    private static final Pattern INDEX = Pattern.compile("_[0-9]+(?=_|$)");

    /** The variables that Kubernetes sets in each container for a service called paystub. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("PAYSTUB_(SERVICE_(HOST|PORT)(_.*)?|PORT_[0-9]+_.*)");

    private static final List<String> FORMATS = List.of("text", "ecs", "logstash", "gelf");

    private final Log log;

    EnvironmentCheck(DeferredLogFactory logs) {
        this.log = logs.getLog(EnvironmentCheck.class);
    }

    /** Runs after the configuration files are loaded, which define the settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        dropEmpty(environment);
        warnOfUnknown(environment);
        checkPort(environment);
        checkShutdown(environment);
        setLogFormat(environment);
        var slow = AotCache.problem(System.getProperties());
        if (slow != null) {
            log.warn(slow);
        }
    }

    private static void dropEmpty(ConfigurableEnvironment environment) {
        var name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        if (environment.getPropertySources().get(name) instanceof MapPropertySource variables) {
            var set = new HashMap<>(variables.getSource());
            if (set.entrySet().removeIf(variable -> isUnset(variable))) {
                environment
                        .getPropertySources()
                        .replace(name, new SystemEnvironmentPropertySource(name, set));
            }
        }
    }

    private static boolean isUnset(Map.Entry<String, Object> variable) {
        var name = variable.getKey();
        var value = String.valueOf(variable.getValue());
        var isOurs = name.equals("PORT") || name.startsWith(PREFIX);
        return (isOurs && value.isBlank())
                || (name.equals("PAYSTUB_PORT") && Ports.isServiceLink(value));
    }

    private void warnOfUnknown(ConfigurableEnvironment environment) {
        var known = known(environment);
        for (var name : new TreeSet<>(environment.getSystemEnvironment().keySet())) {
            var isOurs = name.startsWith(PREFIX) && !SERVICE_LINK.matcher(name).matches();
            if (isOurs && !known.contains(withoutIndexes(name))) {
                var nearest = nearest(name, known);
                log.warn(
                        "%s is no setting of Paystub and has no effect%s"
                                .formatted(
                                        name,
                                        nearest == null ? "" : "; did you mean " + nearest + "?"));
            }
        }
    }

    /** Returns the names of all variables that have an effect, in each of their spellings. */
    static Set<String> known(ConfigurableEnvironment environment) {
        var names = new TreeSet<String>();
        for (var key : defaults(environment).entrySet()) {
            names.addAll(variablesIn(key.getValue()));
            if (key.getKey().startsWith(KEYS)) {
                names.add(withoutIndexes(variable(key.getKey(), "")));
                names.add(withoutIndexes(variable(key.getKey(), "_")));
            }
        }
        names.removeIf(name -> !name.startsWith(PREFIX));
        return names;
    }

    /**
     * Returns the keys and values of the configuration files inside the application, with their
     * placeholders.
     */
    private static Map<String, String> defaults(ConfigurableEnvironment environment) {
        var defaults = new TreeMap<String, String>();
        for (var source : environment.getPropertySources()) {
            if (source.getName().startsWith("Config resource")
                    && source instanceof EnumerablePropertySource<?> file) {
                for (var key : file.getPropertyNames()) {
                    defaults.putIfAbsent(key, String.valueOf(file.getProperty(key)));
                }
            }
        }
        return defaults;
    }

    private static List<String> variablesIn(String value) {
        return VARIABLE.matcher(value).results().map(found -> found.group(1)).toList();
    }

    /**
     * Returns the variable that sets a key. A hyphen is left out or, in the second spelling,
     * becomes an underscore.
     */
    private static String variable(String key, String hyphen) {
        return key.replace("-", hyphen)
                .replaceAll("[.\\[]", "_")
                .replace("]", "")
                .toUpperCase(Locale.ROOT);
    }

    private static String withoutIndexes(String name) {
        return INDEX.matcher(name).replaceAll("_#");
    }

    /** Returns the name under which a key was set: a variable, an argument, or else the key. */
    static String nameOf(String key, ConfigurableEnvironment environment) {
        for (var source : environment.getPropertySources()) {
            if (source instanceof CommandLinePropertySource<?> line && line.containsProperty(key)) {
                return "--" + key;
            }
        }
        var variables = environment.getSystemEnvironment();
        return Stream.concat(
                        variablesIn(defaults(environment).getOrDefault(key, "")).stream(),
                        Stream.of(variable(key, ""), variable(key, "_")))
                .filter(name -> environment.containsProperty(name) || variables.containsKey(name))
                .findFirst()
                .orElse(key);
    }

    private static void checkPort(ConfigurableEnvironment environment) {
        var port = environment.getProperty("server.port", Ports.STANDARD).strip();
        if (!Ports.isPort(port)) {
            throw bad(environment, "server.port", port, "a whole number from 0 to 65535");
        }
    }

    private static void checkShutdown(ConfigurableEnvironment environment) {
        var key = "spring.lifecycle.timeout-per-shutdown-phase";
        var timeout = environment.getProperty(key);
        if (timeout != null && !isTime(timeout)) {
            throw bad(environment, key, timeout, "a time such as 20s");
        }
    }

    private static boolean isTime(String text) {
        try {
            return !DurationStyle.detectAndParse(text.strip()).isNegative();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void setLogFormat(ConfigurableEnvironment environment) {
        var key = "paystub.log.format";
        var format = environment.getProperty(key, "text").strip().toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
            throw bad(environment, key, format, "one of " + String.join(", ", FORMATS));
        }
        if (!format.equals("text")) {
            environment
                    .getPropertySources()
                    .addLast(
                            new MapPropertySource(
                                    "paystub.log",
                                    Map.of("logging.structured.format.console", format)));
        }
    }

    private static BadSetting bad(
            ConfigurableEnvironment environment, String key, String value, String expected) {
        return new BadSetting(
                "%s is '%s', but must be %s".formatted(nameOf(key, environment), value, expected));
    }

    /** Returns the known name closest to this one, if any is close. */
    private static @Nullable String nearest(String name, Set<String> known) {
        var nearest = Nearest.among(name, known);
        var most = Math.max(2, (name.length() - PREFIX.length()) / 3);
        return Nearest.distance(name, nearest) > most ? null : nearest.replace("#", "0");
    }
}
