package dev.paystub.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.paystub.testing.Caller;
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
 * Stripe's client for Node.js works with the stand-in when only host, port and protocol are
 * changed: {@code src/test/stripe-node/use-stripe.js}.
 */
@ServerTest
class StripeNodeClientTests {

    private static final Path SOURCE = Path.of("src/test/stripe-node");
    private static final Path COPY = Path.of("target/stripe-node");
    private static final String NPM = File.separatorChar == '\\' ? "npm.cmd" : "npm";
    private static final int MINUTES = 3;

    @LocalServerPort private int port;

    @Test
    void clientWorksWithHostPortAndProtocolAlone() throws Exception {
        Files.createDirectories(COPY);
        assumeInstalled("node");
        assumeInstalled(NPM);
        try (var files = Files.list(SOURCE)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        COPY.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        run(NPM, "ci", "--no-audit", "--no-fund");
        var said = run("node", "use-stripe.js", String.valueOf(port), Caller.fresh(port).key());
        assertThat(said).endsWith("ok" + System.lineSeparator());
    }

    private static void assumeInstalled(String tool) throws Exception {
        try {
            run(tool, "--version");
        } catch (IOException e) {
            var reason = "SKIPPED: Stripe's client for Node.js, for want of %s".formatted(tool);
            System.out.println(reason);
            abort(reason);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var output = COPY.resolve("last-command.log");
        var process =
                new ProcessBuilder(command)
                        .directory(COPY.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        var ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        var said = Files.readString(output);
        var text = "%s:%n%s".formatted(String.join(" ", command), said);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return said;
    }
}
