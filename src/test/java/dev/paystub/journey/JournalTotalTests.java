package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.ConfiguredServerTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The size of all journals together is bounded. */
@ConfiguredServerTest
class JournalTotalTests {

    @LocalServerPort private int port;

    @Test
    void othersTrafficDropsTheOldestOfAll() {
        var early = Caller.fresh(port);
        for (var i = 0; i < 10; i++) {
            early.get("/billing/balance").succeeds();
        }
        assertThat(kept(early)).isEqualTo(10);
        var busy = Caller.fresh(port);
        for (var i = 0; i < 200; i++) {
            busy.get("/billing/invoices").succeeds();
        }
        assertThat(kept(early)).isZero();
        assertThat(early.get("/sandbox/requests").<Integer>at("$.dropped")).isEqualTo(10);
        assertThat(kept(busy)).isBetween(40, 199);
        assertThat(kept(busy) + busy.get("/sandbox/requests").<Integer>at("$.dropped"))
                .isEqualTo(200);
    }

    private static int kept(Caller caller) {
        return caller.get("/sandbox/requests").expect(200).<List<?>>at("$.requests").size();
    }
}
