package dev.paystub.openapi;

import static dev.paystub.testing.NodeProject.NPM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.NodeProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Spectral and Redocly have no complaint about {@code openapi/*.yaml}. */
@Tag("slow")
class LintTests {

    private static final Path PACKAGE = Path.of("src/test/openapi-lint");
    private static final Path INSTALLED = Path.of("target/openapi-lint");
    private static final NodeProject NODE = new NodeProject(INSTALLED, "linting of openapi/*.yaml");
    private static final List<String> DOCUMENTS =
            List.of("puregpu", "cloudplans", "sandbox").stream()
                    .map(name -> Path.of("openapi", name + ".yaml").toAbsolutePath().toString())
                    .toList();

    @BeforeAll
    static void install() throws Exception {
        NODE.assumeInstalled("node", NPM);
        if (isInstalled()) {
            return;
        }
        NODE.copyFrom(PACKAGE);
        NODE.install();
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
        lint(
                "node",
                "node_modules/@stoplight/spectral-cli/dist/index.js",
                "lint",
                "--ruleset",
                "spectral.yaml",
                "--fail-severity",
                "hint");
    }

    @Test
    void redoclyFindsNothing() throws Exception {
        var output =
                lint(
                        "node",
                        "node_modules/@redocly/cli/bin/cli.js",
                        "lint",
                        "--extends=recommended",
                        "--format=json");
        assertThat(output)
                .containsPattern("\"problems\":\\s*\\[\\s*]")
                .doesNotContain("\"ruleId\"");
    }

    /** Runs a linter on all documents. */
    private static String lint(String... command) throws IOException, InterruptedException {
        return NODE.run(
                Map.of("REDOCLY_TELEMETRY", "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"),
                Stream.concat(Stream.of(command), DOCUMENTS.stream()).toArray(String[]::new));
    }
}
