package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paystub.PaystubApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The application in a separate process, as a person starts it: the classes that are tested, or the
 * layout that {@code ./mvnw package} makes, if the property {@code paystub.test.layout} names one.
 * Closing kills it.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Pattern READY =
            Pattern.compile("(?s)is ready.*?http://localhost:([0-9]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Process process;
    private final Path out;
    private final Path err;

    private ServerProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts a process with these variables and arguments, and no other PAYSTUB_ variable. */
    public static ServerProcess start(Map<String, ?> environment, String... arguments) {
        var layout = System.getProperty("paystub.test.layout");
        return start(
                layout == null ? classes() : List.of(Path.of(layout, "bin", "paystub").toString()),
                environment,
                arguments);
    }

    /** Starts the classes that are tested, whatever layout is given. */
    public static ServerProcess startClasses(Map<String, ?> environment, String... arguments) {
        return start(classes(), environment, arguments);
    }

    private static ServerProcess start(
            List<String> program, Map<String, ?> environment, String... arguments) {
        try {
            var out = Files.createTempFile("paystub", ".out");
            var err = Files.createTempFile("paystub", ".err");
            var command = new ArrayList<>(program);
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command);
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("PAYSTUB_") || name.equals("PORT"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            environment.forEach((name, value) -> builder.environment().put(name, value.toString()));
            var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            return new ServerProcess(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> classes() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:MetaspaceSize=256m",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-cp",
                System.getProperty("java.class.path"),
                PaystubApplication.class.getName());
    }

    /** Waits until it logs its port. Returns the port. */
    public int awaitPort() {
        await().atMost(PATIENCE).until(() -> READY.matcher(out()).find() || !process.isAlive());
        var ready = READY.matcher(out());
        assertThat(ready.find()).as("it starts: %s%s", out(), err()).isTrue();
        return Integer.parseInt(ready.group(1));
    }

    /** Terminates it, as a platform does. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended. Returns its exit code. */
    public int awaitEnd() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends: %s%s", out(), err())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns its standard output so far. */
    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Files.delete(out);
            Files.delete(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
