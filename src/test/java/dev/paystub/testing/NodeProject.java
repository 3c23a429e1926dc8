package dev.paystub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A folder below {@code target} in which a test installs and runs programs of Node.js. */
public final class NodeProject {

    public static final String NPM = File.separatorChar == '\\' ? "npm.cmd" : "npm";

    private static final int MINUTES = 4;

    private final Path folder;
    private final String purpose;

    /**
     * Describes a project; nothing is made yet.
     *
     * @param purpose what is skipped when a tool is missing
     */
    public NodeProject(Path folder, String purpose) {
        this.folder = folder;
        this.purpose = purpose;
    }

    /** Copies the files of a folder, but not of the folders in it. */
    public void copyFrom(Path source) throws IOException {
        Files.createDirectories(folder);
        try (var files = Files.list(source)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        folder.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Skips the test, and says so, unless these tools can be run. */
    public void assumeInstalled(String... tools) throws IOException {
        Files.createDirectories(folder);
        var places = System.getenv("PATH").split(File.pathSeparator);
        for (var tool : tools) {
            if (Arrays.stream(places)
                    .noneMatch(place -> Files.isExecutable(Path.of(place, tool)))) {
                var reason = "SKIPPED: %s, for want of %s".formatted(purpose, tool);
                System.out.println(reason);
                abort(reason);
            }
        }
    }

    /**
     * Installs the packages that {@code package-lock.json} names. It has the hash of each, so that
     * a registry is not asked about packages that are in npm's cache.
     */
    public void install() throws IOException, InterruptedException {
        run(NPM, "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    /** Runs a command in the folder, which must succeed. Returns its output. */
    public String run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command);
    }

    /** Runs a command with more variables in its environment. */
    public String run(Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        var output = folder.resolve("last-command.log");
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        var process = builder.start();
        var ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        var said = Files.readString(output);
        var text = "%s:%n%s".formatted(String.join(" ", command), said);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return said;
    }
}
