package dev.paystub.stripe;

import static dev.paystub.testing.NodeProject.NPM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.NodeProject;
import dev.paystub.testing.ServerTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Stripe's client for Node.js works with the stand-in when only host, port and protocol are
 * changed: {@code src/test/stripe-node/use-stripe.js}.
 */
@ServerTest
class StripeNodeClientTests {

    private static final Path SOURCE = Path.of("src/test/stripe-node");
    private static final NodeProject NODE =
            new NodeProject(Path.of("target/stripe-node"), "Stripe's client for Node.js");

    @LocalServerPort private int port;

    @Test
    void clientWorksWithHostPortAndProtocolAlone() throws Exception {
        NODE.assumeInstalled("node", NPM);
        NODE.copyFrom(SOURCE);
        NODE.install();
        var said =
                NODE.run("node", "use-stripe.js", String.valueOf(port), Caller.fresh(port).key());
        assertThat(said).endsWith("ok" + System.lineSeparator());
    }
}
