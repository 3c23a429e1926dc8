package dev.paystub.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.paystub.testing.NodeProject;
import dev.paystub.testing.ServerTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Every recipe of docs/testing-with-paystub.md does what it says, as it is printed there; those for
 * a shell are tried with all other pages' commands.
 */
@ServerTest
class RecipeTests {

    private static final Path DOCUMENT = Path.of("docs/testing-with-paystub.md");
    private static final Path FOLDER = Path.of("target/recipes");
    private static final NodeProject NODE = new NodeProject(FOLDER, "a recipe");

    @LocalServerPort private int port;

    /** Returns the recipe under a heading. */
    private static String recipe(String heading, String language) throws IOException {
        var block =
                Pattern.compile(
                                "^## %s\\n.*?^```%s\\n(.*?)^```$"
                                        .formatted(Pattern.quote(heading), language),
                                Pattern.MULTILINE | Pattern.DOTALL)
                        .matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).as(heading).isTrue();
        return block.group(1);
    }

    @Test
    @Tag("browser")
    void playwrightRecipeSucceedsOnParallelWorkers() throws Exception {
        requireTools("node", "npm");
        var chromium =
                requireTools(
                        "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");
        Files.createDirectories(FOLDER);
        for (var file : List.of("package.json", "package-lock.json", "playwright.config.ts")) {
            Files.copy(
                    Path.of("src/test/recipes", file),
                    FOLDER.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                FOLDER.resolve("subscribe.spec.ts"), recipe("Parallel Playwright workers", "ts"));
        NODE.install();
        var output =
                NODE.run(
                        "env",
                        "PAYSTUB=http://localhost:" + port,
                        "CHROMIUM=" + chromium,
                        "npx",
                        "playwright",
                        "test",
                        "--reporter=line");
        assertThat(output).contains("3 passed", "using 2 workers");
    }

    @ParameterizedTest
    @CsvSource({
        "JUnit and Testcontainers, recipes/TestcontainersRecipeTests.java",
        "A Pact provider verification, scenario/PactVerificationTests.java"
    })
    void javaRecipeIsPartOfATest(String heading, String test) throws IOException {
        assertThat(plain(Files.readString(Path.of("src/test/java/dev/paystub", test))))
                .contains(plain(recipe(heading, "java")));
    }

    private static String plain(String code) {
        return code.replaceAll("\\s+", " ").replace("private ", "").strip();
    }

    /** The first of these tools that is there; of node and npm, both are. */
    private static Path requireTools(String... names) {
        var found =
                Arrays.stream(names)
                        .flatMap(name ->
                                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                        .map(folder -> Path.of(folder, name)))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (found.isEmpty()) {
            var reason = "SKIPPED: a recipe, for want of " + String.join(" or ", names);
            System.out.println(reason);
            abort(reason);
        }
        return found.orElseThrow();
    }
}
