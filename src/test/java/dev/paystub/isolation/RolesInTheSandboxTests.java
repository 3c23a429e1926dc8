package dev.paystub.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paystub.testing.Caller;
import dev.paystub.testing.ServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * A role's key may read the account's clock; changes in the control plane need the account's own
 * key.
 */
@ServerTest
class RolesInTheSandboxTests {

    @LocalServerPort private int port;

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "planner", "billing", "admin"})
    void roleChangesNothing(String role) {
        var owner = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");
        var member = new Caller(port, owner.key() + "." + role);

        member.post("/sandbox/clock/advance", "{\"by\": \"P1D\"}").expect(403);
        member.put("/sandbox/clock", "{\"frozen_time\": null}").expect(403);
        member.post("/sandbox/reset").expect(403);
        member.post("/sandbox/reset?scenario=empty").expect(403);
        member.post("/sandbox/provider-states", "{\"state\": \"empty\"}").expect(403);
        member.get("/sandbox/diff?against=sandbox").expect(403);
        member.put("/sandbox/organizations/1001/resources", "{\"resources\": 1}").expect(403);

        var clock = member.get("/sandbox/clock").expect(200);
        assertThat(clock.<String>at("$.frozen_time")).isEqualTo("2024-06-09T15:23:43.444Z");
    }

    @Test
    void ownerChangesIt() {
        var owner = Caller.frozenAt(port, "2024-06-09T15:23:43.444Z");

        owner.advance("P1D");

        assertThat(owner.get("/sandbox/clock").<String>at("$.now"))
                .isEqualTo("2024-06-10T15:23:43.444Z");
    }
}
