package dev.paystub.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.paystub.PaystubApplication;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.support.SystemEnvironmentPropertySourceEnvironmentPostProcessor;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.support.StandardServletEnvironment;

/** An invalid setting prevents the start, with the reason in one sentence. */
class EnvironmentCheckTests {

    /** An environment with these variables only. */
    private static final class Shell extends StandardServletEnvironment {

        private static final ThreadLocal<Map<String, Object>> SET = new ThreadLocal<>();
        private final Map<String, Object> variables;

        private Shell() {
            this.variables = new HashMap<>(SET.get());
        }

        static Shell of(Map<String, Object> variables) {
            SET.set(variables); // called while the environment is created
            return new Shell();
        }

        @Override
        public Map<String, Object> getSystemEnvironment() {
            return variables == null ? SET.get() : variables;
        }
    }

    /** Every bean that reads a setting and can refuse it, without beans that need more. */
    @Configuration(proxyBeanMethods = false)
    @Import({EagerBeans.class, BeansOfSettings.class})
    static class SettingsOnly {}

    /**
     * Registers the properties that Paystub's classes enable, as Spring does for them, and the
     * components whose constructors take settings only. A scan of this context for the properties
     * would read every class again for each test.
     */
    static final class BeansOfSettings implements ImportBeanDefinitionRegistrar {

        private static ImportBeanDefinitionRegistrar registrarOfProperties() {
            var imported = EnableConfigurationProperties.class.getAnnotation(Import.class).value();
            assertThat(imported).hasSize(1);
            return BeanUtils.instantiateClass(imported[0], ImportBeanDefinitionRegistrar.class);
        }

        @Override
        public void registerBeanDefinitions(
                AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            var properties = registrarOfProperties();
            for (var type : found(EnableConfigurationProperties.class)) {
                properties.registerBeanDefinitions(AnnotationMetadata.introspect(type), registry);
            }
            for (var type : found(Component.class)) {
                if (!type.isAnnotationPresent(Configuration.class) && needsOnlySettings(type)) {
                    registry.registerBeanDefinition(type.getName(), new RootBeanDefinition(type));
                }
            }
        }

        private static boolean needsOnlySettings(Class<?> type) {
            var constructors = type.getDeclaredConstructors();
            var parameters = constructors.length == 1 ? constructors[0].getParameters() : null;
            return parameters != null
                    && Stream.of(parameters)
                            .anyMatch(parameter -> parameter.isAnnotationPresent(Value.class))
                    && Stream.of(parameters)
                            .allMatch(parameter ->
                                    parameter.isAnnotationPresent(Value.class)
                                            || parameter.getType() == ObjectProvider.class);
        }
    }

    /** A scan reads thousands of files, those of the tests among them. */
    private static final Map<Class<? extends Annotation>, List<Class<?>>> FOUND =
            new ConcurrentHashMap<>();

    /** Returns Paystub's classes with an annotation, in the order of the scan. */
    private static List<Class<?>> found(Class<? extends Annotation> annotation) {
        return FOUND.computeIfAbsent(annotation, EnvironmentCheckTests::scan);
    }

    private static List<Class<?>> scan(Class<? extends Annotation> annotation) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(annotation));
        return scanner.findCandidateComponents("dev.paystub").stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(found.getBeanClassName(), null))
                .toList();
    }

    /** Returns the failure of a start with these settings, without starting the server. */
    private static StartFailure failureOf(Map<String, Object> variables, String... arguments) {
        return failureOf(SettingsOnly.class, variables, arguments);
    }

    /** Returns the failure of a start of the whole server. */
    private static StartFailure failureOfServer(
            Map<String, Object> variables, String... arguments) {
        return failureOf(PaystubApplication.class, variables, arguments);
    }

    private static StartFailure failureOf(
            Class<?> started, Map<String, Object> variables, String... arguments) {
        var shell = Shell.of(variables);
        var application = new SpringApplication(started);
        if (started == SettingsOnly.class) {
            application.setWebApplicationType(WebApplicationType.NONE);
        }
        application.setEnvironment(shell);
        var failure =
                catchThrowable(() -> {
                    try (var running = application.run(arguments)) {
                        throw new AssertionError("It starts with " + variables);
                    }
                });
        assertThat(failure).isNotInstanceOf(AssertionError.class);
        return StartFailure.of(failure, shell);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PAYSTUB_PORT                       | http      | a whole number from 0 to 65535
                    PAYSTUB_PORT                       | 65536     | a whole number from 0 to 65535
                    PAYSTUB_PORT                       | -1        | a whole number from 0 to 65535
                    PORT                               | 8080a     | a whole number from 0 to 65535
                    PAYSTUB_DATASOURCE_URL             | db:5432   | must begin with jdbc:postgresql:
                    PAYSTUB_DATASOURCE_URL             | jdbc:mysql://db/x | must begin with jdbc:postgresql:
                    PAYSTUB_ACCOUNTS_OPEN              | maybe     | true or false
                    PAYSTUB_ACCOUNTS_MAX               | many      | a whole number
                    PAYSTUB_ACCOUNTS_MAX               | 99999999999 | a whole number
                    PAYSTUB_ACCOUNTS_MAX               | -1        | at least 0
                    PAYSTUB_PUBLIC_URL                 | paystub   | an address such as
                    PAYSTUB_PUBLIC_URL                 | ftp://paystub.example | an address such as
                    PAYSTUB_PUBLIC_URL                 | http://   | an address such as
                    PAYSTUB_CORS_ALLOWED_ORIGINS       | *,example | * or origins
                    PAYSTUB_SANDBOX_ALLOWED_ORIGINS    | none,example | * or origins
                    PAYSTUB_HTTP_MAX_BODY              | big       | a size such as 64KB
                    PAYSTUB_HTTP_MAX_BODY              | 0KB       | from 1KB to 64MB
                    PAYSTUB_HTTP_MAX_BODY              | 9GB       | from 1KB to 64MB
                    PAYSTUB_ZONE                       | Mars/Base | a time zone such as
                    PAYSTUB_INVOICES_DAYSUNTILDUE      | soon      | a whole number
                    PAYSTUB_INVOICES_DAYSUNTILDUE      | -3        | from 0 to 365
                    PAYSTUB_INVOICES_MINIMUMFUNDS      | little    | a number such as 1.00
                    PAYSTUB_INVOICES_MINIMUMFUNDS      | 0         | more than 0
                    PAYSTUB_INVOICES_MINIMUMFUNDS      | 0.001     | dollars and cents
                    PAYSTUB_INVOICES_MINIMUMFUNDS      | 200000    | must not be more than PAYSTUB_INVOICES_MAXIMUMFUNDS
                    PAYSTUB_INVOICES_MAXIMUMFUNDS      | lots      | a number such as 1.00
                    PAYSTUB_STRIPE_ACTIVATIONDELAY     | later     | a time such as 20s
                    PAYSTUB_STRIPE_ACTIVATIONDELAY     | -5s       | from 0s to 365d
                    PAYSTUB_SUBSCRIPTIONS_FREERESOURCES | few      | a whole number
                    PAYSTUB_SUBSCRIPTIONS_FREERESOURCES | -1       | at least 0
                    PAYSTUB_STRICT                     | sometimes | true or false
                    PAYSTUB_ACCOUNTS_IDLE              | long      | a time such as
                    PAYSTUB_ACCOUNTS_IDLE              | -1d       | a time such as 30d
                    PAYSTUB_WEBHOOKS_TIMEOUT           | 1h        | up to 30s
                    PAYSTUB_JOURNAL_MAX_ENTRIES        | 0         | must be more than 0
                    PAYSTUB_JOURNAL_MAX_SIZE           | big       | a size such as 64KB
                    PAYSTUB_LOG_FORMAT                 | xml       | one of text, ecs, logstash, gelf
                    PAYSTUB_LOG_REQUESTS               | perhaps   | true or false
                    PAYSTUB_SHUTDOWN_TIMEOUT           | never     | a time such as 20s
                    PAYSTUB_SHUTDOWN_TIMEOUT           | -1s       | a time such as 20s
                    """)
    void valueThatMakesNoSense(String name, String value, String expected) {
        var failure = failureOf(Map.of(name, value, "PAYSTUB_CLOCK_TICK", "1h"), free(name));
        assertThat(failure.exitCode()).as(failure.sentence()).isEqualTo(2);
        assertThat(failure.sentence())
                .startsWith(name)
                .contains(expected)
                .doesNotContain("\n", "Exception");
    }

    private static String[] free(String name) {
        return name.endsWith("PORT") ? new String[0] : new String[] {"--server.port=0"};
    }

    @Test
    void allSettingsTogetherAreTakenAsTheyAre() {
        var application = new SpringApplication(SettingsOnly.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setEnvironment(Shell.of(Map.of()));
        try (var started = application.run()) {
            assertThat(found(ConfigurationProperties.class))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(type -> assertThat(started.getBeansOfType(type)).hasSize(1));
            assertThat(started.getBeanDefinitionNames())
                    .as("beans that may refuse a setting")
                    .anyMatch(name -> name.endsWith(".BodyLimit"))
                    .anyMatch(name -> name.endsWith(".BillingCalendar"))
                    .anyMatch(name -> name.endsWith(".AccountsProperties"));
        }
    }

    @Test
    void folderOfScenariosThatIsNotThere() {
        var failure =
                failureOfServer(
                        Map.of("PAYSTUB_SCENARIOS_DIR", "/nowhere/at/all"), "--server.port=0");
        assertThat(failure.exitCode()).as(failure.sentence()).isEqualTo(2);
        assertThat(failure.sentence())
                .startsWith("PAYSTUB_SCENARIOS_DIR names /nowhere/at/all")
                .doesNotContain("\n", "Exception");
    }

    @Test
    void argumentIsCalledAsItWasGiven() {
        assertThat(failureOf(Map.of(), "--server.port=x").sentence())
                .startsWith("--server.port is 'x'");
    }

    @Test
    void portInUse() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            var failure =
                    failureOfServer(Map.of("PAYSTUB_PORT", String.valueOf(taken.getLocalPort())));
            assertThat(failure.exitCode()).isEqualTo(3);
            assertThat(failure.sentence())
                    .startsWith("Port " + taken.getLocalPort() + " is in use already");
        }
    }

    @Test
    void databaseThatIsNotThere() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var failure =
                failureOfServer(
                        Map.of(
                                "PAYSTUB_DATASOURCE_URL",
                                "jdbc:postgresql://localhost:%d/paystub?password=s3cret"
                                        .formatted(port)),
                        "--server.port=0");
        assertThat(failure.exitCode()).isEqualTo(2);
        assertThat(failure.sentence())
                .startsWith("The database cannot be used: ")
                .contains("localhost:" + port)
                .doesNotContain("s3cret", "Exception", "\n");
    }

    @Test
    void folderThatCannotBeWritten(@TempDir Path folder) throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        for (var path : List.of(file.toString(), file + "/below", "/proc/paystub")) {
            var failure = failureOf(Map.of("PAYSTUB_DATA_DIR", path), "--server.port=0");
            assertThat(failure.exitCode()).as(failure.sentence()).isEqualTo(2);
            assertThat(failure.sentence())
                    .startsWith("PAYSTUB_DATA_DIR is '" + path + "', but no files can be written");
        }
    }

    @Test
    void secretsAreNotRepeated() {
        assertThat(
                        failureOf(
                                        Map.of(
                                                "PAYSTUB_DATASOURCE_URL",
                                                "postgres://me:s3cret@db/x?password=s3cret"),
                                        "--server.port=0")
                                .sentence())
                .contains("postgres://")
                .doesNotContain("s3cret");
    }

    @Test
    void causeThatNobodyForesawIsToldWithoutAStackTrace() {
        var failure =
                StartFailure.of(
                        new IllegalStateException(
                                "outer", new UnsupportedOperationException("inner\n  and more")),
                        null);
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.sentence())
                .startsWith(
                        "Paystub cannot start: UnsupportedOperationException: inner; and more (");
    }

    /** Returns the environment after the application's files have been read. */
    private static StandardEnvironment read(Map<String, Object> variables) {
        var shell = Shell.of(variables);
        var application = new SpringApplication(PaystubApplication.class);
        var logs = (DeferredLogFactory) source -> source.get();
        new SystemEnvironmentPropertySourceEnvironmentPostProcessor()
                .postProcessEnvironment(shell, application);
        ConfigDataEnvironmentPostProcessor.applyTo(shell);
        new EnvironmentCheck(logs).postProcessEnvironment(shell, application);
        return shell;
    }

    @Test
    void emptyVariableCountsAsNotSet() {
        var environment =
                read(
                        Map.of(
                                "PAYSTUB_ACCOUNTS_MAX", "",
                                "PAYSTUB_PORT", " ",
                                "PORT", "",
                                "PAYSTUB_HTTP_MAX_BODY", ""));
        assertThat(environment.getProperty("paystub.accounts.max")).isEqualTo("10000");
        assertThat(environment.getProperty("server.port")).isEqualTo("8080");
        assertThat(environment.getProperty("paystub.http.max-body")).isEqualTo("64KB");
    }

    @Test
    void portThatKubernetesSaysIsOfAServiceIsNone() {
        assertThat(read(Map.of("PAYSTUB_PORT", "tcp://10.0.0.7:8080")).getProperty("server.port"))
                .isEqualTo("8080");
    }

    /** The rows of docs/configuration.md: the variables that each names, and its default. */
    private static Map<String, String> documentedSettings() throws IOException {
        var settings = new TreeMap<String, String>();
        var rows =
                Pattern.compile("(?m)^\\|([^|]+)\\|([^|]+)\\|")
                        .matcher(Files.readString(Path.of("docs/configuration.md")));
        while (rows.find()) {
            var names = Pattern.compile("`(PAYSTUB_[A-Z0-9_]+)`").matcher(rows.group(1));
            while (names.find()) {
                assertThat(settings.put(names.group(1), rows.group(2).strip()))
                        .as("an earlier row for %s", names.group(1))
                        .isNull();
            }
        }
        return settings;
    }

    @Test
    void everyDocumentedSettingIsKnown() throws IOException {
        var known = EnvironmentCheck.known(read(Map.of()));
        assertThat(documentedSettings().keySet())
                .hasSizeGreaterThan(40)
                .allSatisfy(name -> assertThat(known).contains(name.replaceAll("_0_", "_#_")));
    }

    @Test
    void everySettingIsDocumentedWithItsDefault() throws IOException {
        var documented = documentedSettings();
        var environment = read(Map.of());
        var file = applicationFile(environment);
        for (var key : file.getPropertyNames()) {
            var written = String.valueOf(file.getProperty(key));
            var names = namesOf(key, written);
            if (!names.isEmpty()) {
                assertThat(documented.keySet()).as(key).containsAnyElementsOf(names);
                var value = environment.resolvePlaceholders(written);
                names.stream()
                        .filter(documented::containsKey)
                        .forEach(name -> requireDefault(name, documented.get(name), value));
            }
        }
    }

    /** Not the other file, by which these tests have every response checked. */
    private static EnumerablePropertySource<?> applicationFile(StandardEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(source -> source.getName().contains("[application.yaml]"))
                .<EnumerablePropertySource<?>>map(source -> (EnumerablePropertySource<?>) source)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The variables that set a key, of which one must be documented; none if it is not a setting.
     */
    private static List<String> namesOf(String key, String value) {
        var names =
                Pattern.compile("\\$\\{(PAYSTUB_[A-Z0-9_]+)")
                        .matcher(value)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        if (!names.isEmpty() || !key.startsWith("paystub.") || key.matches(".*\\[[1-9].*")) {
            return names;
        }
        var name = key.replaceAll("[.\\[]", "_").replace("]", "").toUpperCase(Locale.ROOT);
        return List.of(name.replace("-", ""), name.replace("-", "_"));
    }

    /** A default in backticks is the very value, and an empty cell stands for none. */
    private static void requireDefault(String name, String cell, String value) {
        if (cell.isEmpty() || cell.startsWith("`")) {
            assertThat(cell.replace("`", "")).as(name).isEqualTo(value);
        } else {
            assertThat(value).as("%s, whose default is '%s'", name, cell).isNotEmpty();
        }
    }

    @Test
    void everyPropertyStandsInTheFileWithItsDefault() {
        var known = EnvironmentCheck.known(read(Map.of()));
        for (var type : found(ConfigurationProperties.class)) {
            var prefix = type.getAnnotation(ConfigurationProperties.class).value();
            for (var component : type.getRecordComponents()) {
                var name = (prefix + "." + component.getName()).replace('.', '_').toUpperCase();
                assertThat(known)
                        .as("%s.%s in application.yaml", prefix, component.getName())
                        .anyMatch(variable ->
                                variable.equals(name) || variable.startsWith(name + "_#"));
            }
        }
    }
}
