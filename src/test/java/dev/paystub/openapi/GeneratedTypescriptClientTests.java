package dev.paystub.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.paystub.testing.ServerTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The typescript-fetch clients that openapi-generator generated from {@code openapi/*.yaml}
 * compile, and {@code src/test/typescript/read-every-answer.ts} parses every response with them.
 */
@ServerTest
class GeneratedTypescriptClientTests {

    private static final Path PROGRAM = Path.of("src/test/typescript");
    private static final Path CLIENTS = Path.of("target/generated-typescript");
    private static final String NPM = File.separatorChar == '\\' ? "npm.cmd" : "npm";
    private static final int MINUTES = 3;

    @LocalServerPort private int port;

    @Test
    void clientsCompileAndReadEveryAnswer() throws Exception {
        assertThat(CLIENTS).as("made by mvn generate-test-sources").isDirectory();
        assumeInstalled("node");
        assumeInstalled(NPM);
        try (var files = Files.list(PROGRAM)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        CLIENTS.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        run(NPM, "ci", "--no-audit", "--no-fund");
        run(NPM, "run", "build");
        run("node", "out/read-every-answer.js", "http://localhost:" + port);
    }

    private static void assumeInstalled(String tool) throws Exception {
        try {
            run(tool, "--version");
        } catch (IOException e) {
            var reason = "SKIPPED: TypeScript clients, for want of %s".formatted(tool);
            System.out.println(reason);
            abort(reason);
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var output = CLIENTS.resolve("last-command.log");
        var process =
                new ProcessBuilder(command)
                        .directory(CLIENTS.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        var ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        var text = "%s:%n%s".formatted(String.join(" ", command), Files.readString(output));
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
    }
}
