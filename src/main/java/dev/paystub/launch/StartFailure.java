package dev.paystub.launch;

import java.io.File;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.unit.DataSize;

/** The reason why the server did not start, in one sentence, with an exit code. */
record StartFailure(String sentence, int exitCode) {

    static final int UNFORESEEN = 1;
    static final int BAD_SETTING = 2;
    static final int PORT_IN_USE = 3;

    private static final String OUR_CODE = "dev.paystub.";
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^:}]+)(:[^}]*)?}");
    private static final int H2_FILE_LOCKED = 90020;

    private static final Map<Class<?>, String> EXPECTED =
            Map.of(
                    int.class, "a whole number",
                    Integer.class, "a whole number",
                    long.class, "a whole number",
                    boolean.class, "true or false",
                    Boolean.class, "true or false",
                    BigDecimal.class, "a number such as 1.00",
                    Duration.class, "a time such as 20s",
                    DataSize.class, "a size such as 64KB",
                    ZoneId.class, "a time zone such as America/New_York",
                    File.class, "a path");

    /**
     * Describes a failure.
     *
     * @param environment the source of the settings, to name them; null when only the exit code
     *     matters
     */
    static StartFailure of(Throwable failure, @Nullable ConfigurableEnvironment environment) {
        var causes = causesOf(failure);
        return Stream.<Optional<StartFailure>>of(
                        exitCode(causes),
                        portInUse(causes),
                        own(causes),
                        unbound(causes, environment),
                        unconverted(causes, environment),
                        database(causes))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> unforeseen(causes.getLast()));
    }

    /** Returns an exception and its causes, the root last. */
    private static List<Throwable> causesOf(Throwable failure) {
        var causes = new ArrayList<Throwable>();
        for (Throwable cause = failure;
                cause != null && !causes.contains(cause);
                cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static <T> Optional<T> first(List<Throwable> causes, Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Optional<StartFailure> exitCode(List<Throwable> causes) {
        return causes.stream()
                .filter(cause -> cause instanceof ExitCodeGenerator)
                .findFirst()
                .map(cause ->
                        new StartFailure(
                                line(cause.getMessage()),
                                ((ExitCodeGenerator) cause).getExitCode()));
    }

    private static Optional<StartFailure> portInUse(List<Throwable> causes) {
        return first(causes, PortInUseException.class)
                .map(taken ->
                        new StartFailure(
                                "Port %d is in use already: set PAYSTUB_PORT to another one, or to 0 for any that is free"
                                        .formatted(taken.getPort()),
                                PORT_IN_USE));
    }

    /** Exceptions of Paystub's own code have messages for the operator. */
    private static Optional<StartFailure> own(List<Throwable> causes) {
        var root = causes.getLast();
        return root.getMessage() != null && (isOfOurs(root) || isThrownByOurs(root))
                ? Optional.of(new StartFailure(line(root.getMessage()), BAD_SETTING))
                : Optional.empty();
    }

    private static boolean isOfOurs(Throwable root) {
        return root.getClass().getName().startsWith(OUR_CODE);
    }

    private static boolean isThrownByOurs(Throwable root) {
        var trace = root.getStackTrace();
        return (root instanceof IllegalArgumentException || root instanceof IllegalStateException)
                && trace.length > 0
                && trace[0].getClassName().startsWith(OUR_CODE);
    }

    private static Optional<StartFailure> unbound(
            List<Throwable> causes, @Nullable ConfigurableEnvironment environment) {
        return first(causes, BindException.class)
                .map(unbound -> {
                    var property = unbound.getProperty();
                    var type = unbound.getTarget().getType().resolve(Object.class);
                    return bad(
                            unbound.getName().toString(),
                            property == null ? null : property.getValue(),
                            type,
                            environment);
                });
    }

    /** The name of a value injected by {@link Value} is found at its injection point. */
    private static Optional<StartFailure> unconverted(
            List<Throwable> causes, @Nullable ConfigurableEnvironment environment) {
        var mismatch = first(causes, TypeMismatchException.class);
        return mismatch.flatMap(wrong ->
                causes.stream()
                        .flatMap(cause -> keyInjected(cause).stream())
                        .reduce((outer, inner) -> inner)
                        .map(key ->
                                bad(key, wrong.getValue(), wrong.getRequiredType(), environment)));
    }

    private static Optional<String> keyInjected(Throwable cause) {
        if (!(cause instanceof UnsatisfiedDependencyException unsatisfied)) {
            return Optional.empty();
        }
        var point = unsatisfied.getInjectionPoint();
        var value = point == null ? null : point.getAnnotation(Value.class);
        if (value == null) {
            return Optional.empty();
        }
        var expression = EXPRESSION.matcher(value.value());
        return expression.matches() ? Optional.of(expression.group(1)) : Optional.empty();
    }

    private static StartFailure bad(
            String key,
            @Nullable Object value,
            @Nullable Class<?> type,
            @Nullable ConfigurableEnvironment environment) {
        var text = String.valueOf(value);
        return new StartFailure(
                line(
                        "%s is '%s', but must be %s"
                                .formatted(
                                        environment == null
                                                ? key
                                                : EnvironmentCheck.nameOf(key, environment),
                                        environment == null
                                                ? text
                                                : environment.resolvePlaceholders(text),
                                        expected(type))),
                BAD_SETTING);
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of "
                    + String.join(
                            ", ",
                            Stream.of(type.getEnumConstants())
                                    .map(constant ->
                                            String.valueOf(constant).toLowerCase(Locale.ROOT))
                                    .toList());
        }
        return EXPECTED.getOrDefault(type, "a " + type.getSimpleName());
    }

    private static Optional<StartFailure> database(List<Throwable> causes) {
        return first(causes, SQLException.class)
                .map(refused ->
                        new StartFailure(
                                refused.getErrorCode() == H2_FILE_LOCKED
                                        ? "The files in PAYSTUB_DATA_DIR are in use already:"
                                                + " another server runs on them; give this one a"
                                                + " folder of its own"
                                        : "The database cannot be used: "
                                                + line(refused.getMessage()),
                                BAD_SETTING));
    }

    private static StartFailure unforeseen(Throwable root) {
        return new StartFailure(
                line(
                        "Paystub cannot start: %s: %s (LOGGING_LEVEL_DEV_PAYSTUB=debug tells more)"
                                .formatted(root.getClass().getSimpleName(), root.getMessage())),
                UNFORESEEN);
    }

    private static String line(@Nullable String text) {
        return String.valueOf(text).strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
    }
}
