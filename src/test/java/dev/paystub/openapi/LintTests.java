package dev.paystub.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Spectral and Redocly have no complaint about {@code openapi/*.yaml}. */
class LintTests {

    private static final Path PACKAGE = Path.of("src/test/openapi-lint");
    private static final Path INSTALLED = Path.of("target/openapi-lint");
    private static final String NPM = File.separatorChar == '\\' ? "npm.cmd" : "npm";
    private static final List<String> DOCUMENTS =
            List.of("puregpu", "cloudplans", "sandbox").stream()
                    .map(name -> Path.of("openapi", name + ".yaml").toAbsolutePath().toString())
                    .toList();

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(INSTALLED);
        assumeInstalled("node");
        assumeInstalled(NPM);
        if (isInstalled()) {
            return;
        }
        try (var files = Files.list(PACKAGE)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        INSTALLED.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        run(List.of(NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"), List.of());
    }

    /** Skips the installation, which takes ten seconds, while its packages are unchanged. */
    private static boolean isInstalled() throws IOException {
        for (var name : List.of("package-lock.json", "spectral.yaml")) {
            var copy = INSTALLED.resolve(name);
            if (!Files.exists(copy) || Files.mismatch(copy, PACKAGE.resolve(name)) >= 0) {
                return false;
            }
        }
        return Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"));
    }

    @Test
    void spectralFindsNothing() throws Exception {
        run(
                List.of(
                        "node",
                        "node_modules/@stoplight/spectral-cli/dist/index.js",
                        "lint",
                        "--ruleset",
                        "spectral.yaml",
                        "--fail-severity",
                        "hint"),
                DOCUMENTS);
    }

    @Test
    void redoclyFindsNothing() throws Exception {
        var output =
                run(
                        List.of(
                                "node",
                                "node_modules/@redocly/cli/bin/cli.js",
                                "lint",
                                "--extends=recommended",
                                "--format=json"),
                        DOCUMENTS);
        assertThat(output)
                .containsPattern("\"problems\":\\s*\\[\\s*]")
                .doesNotContain("\"ruleId\"");
    }

    private static void assumeInstalled(String tool) throws Exception {
        try {
            run(List.of(tool, "--version"), List.of());
        } catch (IOException e) {
            var reason = "SKIPPED: linting of openapi/*.yaml, for want of %s".formatted(tool);
            System.out.println(reason);
            abort(reason);
        }
    }

    private static String run(List<String> program, List<String> arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(program);
        command.addAll(arguments);
        var output = INSTALLED.resolve("last-command.log");
        var builder =
                new ProcessBuilder(command)
                        .directory(INSTALLED.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("REDOCLY_TELEMETRY", "off");
        builder.environment().put("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        var process = builder.start();
        var ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        var text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
