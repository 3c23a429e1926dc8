package dev.paystub.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.ConfiguredServerTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code PAYSTUB_STRICT=true}: requests that violate {@code openapi/} are refused. */
@ConfiguredServerTest
class StrictContractTests {

    @LocalServerPort private int port;

    @Test
    void departuresAreRefusedInTheApisShape() {
        var caller = Caller.fresh(port);
        caller.get("/billing/invoices?page=2")
                .isUserError("departs from the contract: query parameter page");
        var refused = caller.get("/v1/organizations/billing/describe?org_id=1001&x=1").expect(400);
        assertThat(refused.<Integer>at("$.status")).isEqualTo(400);
        assertThat(refused.<String>at("$.response")).contains("query parameter x");
        caller.post("/sandbox/clock/advance", "{\"by\": 5}").expect(400);
        caller.get("/billing/invoices").succeeds();
        caller.post("/billing/invoices/funds", "{\"amount\": 10, \"extra\": 1}").succeeds();
    }
}
