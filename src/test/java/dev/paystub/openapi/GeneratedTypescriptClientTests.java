package dev.paystub.openapi;

import static dev.paystub.testing.NodeProject.NPM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.FewAccountsServerTest;
import dev.paystub.testing.NodeProject;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The typescript-fetch clients that openapi-generator generated from {@code openapi/*.yaml}
 * compile, and {@code src/test/typescript/read-every-answer.ts} parses every response with them.
 */
@FewAccountsServerTest
@Tag("slow")
class GeneratedTypescriptClientTests {

    private static final Path PROGRAM = Path.of("src/test/typescript");
    private static final Path CLIENTS = Path.of("target/generated-typescript");
    private static final NodeProject NODE = new NodeProject(CLIENTS, "TypeScript clients");

    @LocalServerPort private int port;

    @Test
    void clientsCompileAndReadEveryAnswer() throws Exception {
        assertThat(CLIENTS).as("made by mvn generate-test-sources").isDirectory();
        NODE.assumeInstalled("node", NPM);
        NODE.copyFrom(PROGRAM);
        NODE.install();
        NODE.run(NPM, "run", "build");
        NODE.run("node", "out/read-every-answer.js", "http://localhost:" + port);
    }
}
